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
import org.jspecify.annotations.Nullable;

/**
 * Basic authentication, where somebody asks who the caller is and nowhere else: the shop's own API
 * has a token of its own in the same header.
 */
@ApplicationScoped
public class OperatorLogin implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Basic ";
    private static final String PROBLEM =
            """
            {"type":"about:blank","title":"Unauthorized","status":401,"detail":"This is for operators. Say who you are"}""";

    @Inject IdentityStoreHandler users;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (!context.isProtected() && !context.isAuthenticationRequest()) {
            return context.doNothing();
        }
        CredentialValidationResult result = validate(request.getHeader("Authorization"));
        if (result.getStatus() == Status.VALID) {
            return context.notifyContainerAboutLogin(result);
        }
        challenge(response);
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** Sent at once: the container would put a page of its own into the answer. */
    private static void challenge(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Basic realm=\"operations\", charset=\"UTF-8\"");
        response.setContentType("application/problem+json");
        try {
            response.getOutputStream().write(PROBLEM.getBytes(UTF_8));
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CredentialValidationResult validate(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        try {
            BasicAuthenticationCredential told =
                    new BasicAuthenticationCredential(authorization.substring(SCHEME.length()));
            // Stores are asked for credentials of exactly their own class.
            return users.validate(
                    new UsernamePasswordCredential(told.getCaller(), told.getPassword()));
        } catch (IllegalArgumentException | IllegalStateException noCredential) {
            return CredentialValidationResult.INVALID_RESULT;
        }
    }
}
