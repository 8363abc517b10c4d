package io.annals.es.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;

/**
 * Somebody whom the console lets in.
 *
 * @param name without control characters, 1 to 255 characters
 * @param mayRead whether payloads, and what else may quote them, are shown
 */
record Caller(String name, boolean mayRead) {

    private static final int LONGEST = 255;

    /**
     * Has the container find out who asks, by whatever mechanism the application has.
     *
     * @throws RefusedException if it is nobody, or somebody without the role
     */
    static Caller of(
            HttpServletRequest request, HttpServletResponse response, ConsoleSettings settings)
            throws IOException {
        if (!isKnown(request, response) || request.getUserPrincipal() == null) {
            throw new RefusedException(401, "This is for operators. Say who you are");
        }
        if (!request.isUserInRole(settings.role())) {
            throw new RefusedException(
                    403, "You do not have the role that may see the operations console");
        }
        return new Caller(
                name(request.getUserPrincipal()),
                settings.payloadRole().filter(request::isUserInRole).isPresent());
    }

    /** Where the application has no way to find out, nobody is known. */
    private static boolean isKnown(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            return request.authenticate(response);
        } catch (ServletException e) {
            return false;
        }
    }

    private static String name(Principal principal) {
        String name = String.valueOf(principal.getName()).replaceAll("\\p{C}", "?");
        if (name.isEmpty()) {
            return "?";
        }
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }
}
