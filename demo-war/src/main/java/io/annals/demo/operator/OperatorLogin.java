package io.annals.demo.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.BasicAuthenticationCredential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Basic authentication, where somebody asks who the caller is and nowhere else: the shop's own API
 * has a token of its own in the same header. Whoever guesses passwords is slowed down.
 */
@ApplicationScoped
public class OperatorLogin implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Basic ";
    private static final String PROBLEM =
            """
            {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}""";
    private static final int TOO_MANY_REQUESTS = 429;

    private final Guesses guesses = new Guesses(Clock.systemUTC());

    @Inject IdentityStoreHandler users;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected() && !context.isAuthenticationRequest()) {
            return context.doNothing();
        }
        Optional<UsernamePasswordCredential> told = told(request.getHeader("Authorization"));
        if (told.isEmpty()) {
            return challenge(response);
        }
        String address = request.getRemoteAddr();
        Duration wait = guesses.take(address);
        if (!wait.isZero()) {
            return haveWait(response, wait);
        }
        CredentialValidationResult result = users.validate(told.get());
        if (result.getStatus() != Status.VALID) {
            return challenge(response);
        }
        guesses.giveBack(address);
        return context.notifyContainerAboutLogin(result);
    }

    private static AuthenticationStatus challenge(HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "Basic realm=\"operations\", charset=\"UTF-8\"");
        return refuse(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                "Unauthorized",
                "This is for operators. Say who you are");
    }

    private static AuthenticationStatus haveWait(HttpServletResponse response, Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        response.setHeader("Retry-After", String.valueOf(seconds));
        return refuse(
                response,
                TOO_MANY_REQUESTS,
                "Too Many Requests",
                "Too many wrong passwords have come from your address; this one was not looked at. Try again in %d s"
                        .formatted(seconds));
    }

    /** Sent at once: the container would put a page of its own into the answer. */
    private static AuthenticationStatus refuse(
            HttpServletResponse response, int status, String title, String detail) {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        try {
            response.getOutputStream()
                    .write(PROBLEM.formatted(title, status, detail).getBytes(UTF_8));
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** What a header says who the caller is; empty if that is nothing. */
    static Optional<UsernamePasswordCredential> told(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            BasicAuthenticationCredential told =
                    new BasicAuthenticationCredential(authorization.substring(SCHEME.length()));
            // Stores are asked for credentials of exactly their own class.
            UsernamePasswordCredential credential =
                    new UsernamePasswordCredential(told.getCaller(), told.getPassword());
            return Optional.of(credential).filter(OperatorLogin::isWhole);
        } catch (IllegalArgumentException | IllegalStateException nothing) {
            return Optional.empty();
        }
    }

    /** Without a colon in the header there is no password, and perhaps no name. */
    private static boolean isWhole(UsernamePasswordCredential credential) {
        return !credential.getCaller().isEmpty() && !credential.getPasswordAsString().isEmpty();
    }
}
