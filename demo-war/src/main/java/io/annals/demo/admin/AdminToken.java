package io.annals.demo.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secret by which operators are known. It shows itself nowhere. Immutable. */
public final class AdminToken {

    private static final Pattern LONG_ENOUGH = Pattern.compile("[\\x21-\\x7e]{16,}");
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    private AdminToken(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Reads what is configured.
     *
     * @throws IllegalArgumentException if it is too short, or holds what no header can
     */
    public static AdminToken of(String text) {
        if (!LONG_ENOUGH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Not a token for shop.admin.token: expected 16 or more letters, digits and signs of ASCII, and no blanks");
        }
        return new AdminToken(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Whether an Authorization header brings this token. How long that takes does not tell how much
     * of it is right.
     */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8),
                        secret);
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
