package io.annals.demo.web;

import io.annals.demo.web.Problem.FieldError;
import io.annals.es.RetryableException;
import io.annals.es.ReusedEventIdException;
import io.annals.es.aggregate.AggregateNotFoundException;
import io.annals.es.consumer.ConsumerBehindException;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.Status.Family;
import jakarta.ws.rs.core.Response.StatusType;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns every failure into problem+json; what a client must not see goes to the log alone. */
public final class Problems {

    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

    /** The request's values are not as they must be. */
    @Provider
    public static class Invalid implements ExceptionMapper<ConstraintViolationException> {

        @Override
        public Response toResponse(ConstraintViolationException failure) {
            List<FieldError> errors =
                    failure.getConstraintViolations().stream()
                            .map(
                                    violation ->
                                            new FieldError(
                                                    field(violation), violation.getMessage()))
                            .sorted(
                                    Comparator.comparing(FieldError::field)
                                            .thenComparing(FieldError::message))
                            .toList();
            return Problem.of(Status.BAD_REQUEST, "The request is not valid", errors).toResponse();
        }

        private static String field(ConstraintViolation<?> violation) {
            String last = "";
            for (Path.Node node : violation.getPropertyPath()) {
                if (node.getName() != null) {
                    last = node.getName();
                }
            }
            return last;
        }
    }

    /**
     * The request or the response could not be read or written; JSON that cannot be read is the
     * client's fault.
     */
    @Provider
    public static class Unreadable implements ExceptionMapper<ProcessingException> {

        @Override
        public Response toResponse(ProcessingException failure) {
            Throwable cause = failure.getCause();
            return cause instanceof JsonbException || cause instanceof JsonException
                    ? Problem.of(
                                    Status.BAD_REQUEST,
                                    "The request body is not the JSON that is expected here")
                            .toResponse()
                    : internal(failure);
        }
    }

    /** Another command was faster, again and again. */
    @Provider
    public static class Conflict implements ExceptionMapper<RetryableException> {

        @Override
        public Response toResponse(RetryableException failure) {
            return Problem.of(
                            Status.CONFLICT,
                            "Another command changed the same thing first. Look again and try again")
                    .toResponse();
        }
    }

    /** An Idempotency-Key has come with two commands. */
    @Provider
    public static class Reused implements ExceptionMapper<ReusedEventIdException> {

        @Override
        public Response toResponse(ReusedEventIdException failure) {
            return Problem.of(
                            new UnprocessableContent(),
                            "This Idempotency-Key came with another command before. Send the same command again, or another key")
                    .toResponse();
        }
    }

    /** A view does not show yet what the client has written. */
    @Provider
    public static class Behind implements ExceptionMapper<ConsumerBehindException> {

        @Override
        public Response toResponse(ConsumerBehindException failure) {
            Response problem =
                    Problem.of(
                                    Status.SERVICE_UNAVAILABLE,
                                    "What you have written is not counted yet. Ask again, or ask without saying what you have written, for what is here now")
                            .toResponse();
            problem.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, 1);
            return problem;
        }
    }

    /** There is no such aggregate. */
    @Provider
    public static class NotFound implements ExceptionMapper<AggregateNotFoundException> {

        @Override
        public Response toResponse(AggregateNotFoundException failure) {
            return Problem.of(Status.NOT_FOUND, failure.getMessage()).toResponse();
        }
    }

    /** What JAX-RS itself refuses, from 404 to 415, and what resources refuse by its exceptions. */
    @Provider
    public static class Refused implements ExceptionMapper<WebApplicationException> {

        @Override
        public Response toResponse(WebApplicationException failure) {
            Response response = failure.getResponse();
            if (response.getStatusInfo().getFamily() == Family.SERVER_ERROR
                    && !(failure instanceof ServiceUnavailableException)) {
                return internal(failure);
            }
            if (response.getStatus() < 400) {
                return response;
            }
            Response problem = Problem.of(response.getStatusInfo(), detail(failure)).toResponse();
            response.getHeaders()
                    .forEach(
                            (name, values) ->
                                    problem.getHeaders().putIfAbsent(name, values)); // Allow, …
            return problem;
        }
    }

    /**
     * What JAX-RS says by itself is only the status again (Jersey), or quotes the request
     * (RESTEasy).
     */
    private static @Nullable String detail(WebApplicationException failure) {
        Response response = failure.getResponse();
        StatusType status = response.getStatusInfo();
        String nothing = "HTTP %d %s".formatted(status.getStatusCode(), status.getReasonPhrase());
        String said = failure.getMessage();
        if (said != null && !said.equals(nothing) && !said.startsWith("RESTEASY")) {
            return said;
        }
        return switch (status.getStatusCode()) {
            case 400 -> "The request is not understood";
            case 404 -> "There is nothing here. Carts are at api/carts, key figures at api/kpi";
            case 405 -> "Allowed here: " + response.getHeaderString(HttpHeaders.ALLOW);
            case 406 -> "What is here is JSON only. Accept application/json";
            case 415 -> "Only JSON is taken here. Send Content-Type application/json";
            default -> nothing;
        };
    }

    /** Everything else. */
    @Provider
    public static class Internal implements ExceptionMapper<Throwable> {

        @Override
        public Response toResponse(Throwable failure) {
            return internal(failure);
        }
    }

    /** Status 422, for which JAX-RS has no name. */
    private record UnprocessableContent() implements StatusType {

        @Override
        public int getStatusCode() {
            return 422;
        }

        @Override
        public Family getFamily() {
            return Family.CLIENT_ERROR;
        }

        @Override
        public String getReasonPhrase() {
            return "Unprocessable Content";
        }
    }

    private static Response internal(Throwable failure) {
        LOG.log(Level.ERROR, "A request failed", failure);
        return Problem.of(
                        Status.INTERNAL_SERVER_ERROR,
                        "The shop could not do this; its log says why")
                .toResponse();
    }
}
