package io.annals.server.probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/** Users beside the demo's operator: one who may not read payloads, and one who may nothing. */
@ApplicationScoped
public class Guests implements IdentityStore {

    private static final Map<String, Set<String>> GROUPS =
            Map.of("watcher", Set.of("operator"), "guest", Set.of("payload-reader"));

    /** Found by the container, by the type of its parameter. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        Set<String> groups = GROUPS.get(credential.getCaller());
        return groups != null && credential.getPasswordAsString().equals("for-the-test")
                ? new CredentialValidationResult(credential.getCaller(), groups)
                : CredentialValidationResult.INVALID_RESULT;
    }
}
