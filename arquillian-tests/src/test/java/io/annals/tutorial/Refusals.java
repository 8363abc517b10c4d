package io.annals.tutorial;

import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.AggregateNotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

// example:begin
public final class Refusals {

    @Provider
    public static class TooLittle implements ExceptionMapper<TooLittleException> {

        @Override
        public Response toResponse(TooLittleException refusal) {
            return answer(Status.CONFLICT, refusal);
        }
    }

    @Provider
    public static class Unknown implements ExceptionMapper<AggregateNotFoundException> {

        @Override
        public Response toResponse(AggregateNotFoundException refusal) {
            return answer(Status.NOT_FOUND, refusal);
        }
    }

    @Provider
    public static class ThereAlready implements ExceptionMapper<WrongExpectedVersionException> {

        @Override
        public Response toResponse(WrongExpectedVersionException refusal) {
            return answer(Status.CONFLICT, refusal);
        }
    }

    private static Response answer(Status status, RuntimeException refusal) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN)
                .entity(refusal.getMessage())
                .build();
    }
}
// example:end
