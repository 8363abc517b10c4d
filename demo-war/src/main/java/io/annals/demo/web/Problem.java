package io.annals.demo.web;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error as {@code application/problem+json} (RFC 9457) tells it.
 *
 * @param type always {@code about:blank}: the status says it all
 * @param errors the offending fields, all of them; empty where none is at fault
 */
public record Problem(
        String type, String title, int status, String detail, List<FieldError> errors) {

    /** What is wrong with one field of the request. */
    public record FieldError(String field, String message) {}

    /** Copies the errors. */
    public Problem {
        errors = List.copyOf(errors);
    }

    /** A problem with no field at fault. */
    public static Problem of(StatusType status, @Nullable String detail) {
        return of(status, Objects.requireNonNullElse(detail, status.getReasonPhrase()), List.of());
    }

    static Problem of(StatusType status, String detail, List<FieldError> errors) {
        return new Problem(
                "about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, errors);
    }

    /** The response, whatever the client said it accepts: an error is better told than kept. */
    public Response toResponse() {
        return Response.status(status).type("application/problem+json").entity(this).build();
    }
}
