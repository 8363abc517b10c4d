package io.annals.server.user.basic;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Knows one guest. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "guests")
public class Guests implements IdentityStore {

    /** Whether it is he. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        return credential.compareTo("bob", "builder")
                ? new CredentialValidationResult("bob")
                : CredentialValidationResult.INVALID_RESULT;
    }
}
