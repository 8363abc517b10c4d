package io.annals.demo.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The user {@code operator}, with the password of {@code shop.console.password} or, where none is
 * set, one that is made at each start and told in the log. One that is easy to guess fails the
 * deployment.
 */
@ApplicationScoped
public class Operator implements IdentityStore {

    private static final System.Logger LOG = System.getLogger(Operator.class.getName());
    private static final String KEY = "shop.console.password";
    private static final String NAME = "operator";
    private static final Set<String> GROUPS = Set.of("operator", "payload-reader");
    private static final Pattern LONG_ENOUGH = Pattern.compile("[\\x21-\\x7e]{12,}");
    private static final int RANDOM_BYTES = 18;

    private byte[] password = {};

    void onStartup(@Observes Startup event) {
        become(
                ConfigProvider.getConfig()
                        .getOptionalValue(KEY, String.class)
                        .orElseGet(Operator::generate));
    }

    /**
     * Has a password from now on.
     *
     * @throws IllegalArgumentException if it is easy to guess, or holds what a keyboard may not
     */
    void become(String known) {
        if (!LONG_ENOUGH.matcher(known).matches()) {
            throw new IllegalArgumentException(
                    "Not a password for %s: expected 12 or more letters, digits and signs of ASCII, and no blanks"
                            .formatted(KEY));
        }
        password = known.getBytes(UTF_8);
    }

    private static String generate() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String generated = Base64.getUrlEncoder().encodeToString(random);
        LOG.log(
                Level.INFO,
                "The console at /es-console knows the user {0} by the password {1} until the next start; {2} sets another",
                NAME,
                generated,
                KEY);
        return generated;
    }

    /** Found by the container, by the type of its parameter. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        byte[] told = credential.getPasswordAsString().getBytes(UTF_8);
        boolean right = MessageDigest.isEqual(told, password) && password.length > 0;
        return right && credential.getCaller().equals(NAME)
                ? new CredentialValidationResult(NAME, GROUPS)
                : CredentialValidationResult.INVALID_RESULT;
    }
}
