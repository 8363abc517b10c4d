package ${package};

import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.AggregateNotFoundException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** What refusals mean in HTTP. */
public final class Refusals {

    private Refusals() {}

    /** The course is in no state for the command. */
    @Provider
    public static class Full implements ExceptionMapper<CourseFullException> {

        @Override
        public Response toResponse(CourseFullException refusal) {
            return answer(Status.CONFLICT, refusal);
        }
    }

    /** There is no such course. */
    @Provider
    public static class Unknown implements ExceptionMapper<AggregateNotFoundException> {

        @Override
        public Response toResponse(AggregateNotFoundException refusal) {
            return answer(Status.NOT_FOUND, refusal);
        }
    }

    /** The course is there already, or somebody else was faster again and again. */
    @Provider
    public static class Moved implements ExceptionMapper<WrongExpectedVersionException> {

        @Override
        public Response toResponse(WrongExpectedVersionException refusal) {
            return answer(Status.CONFLICT, refusal);
        }
    }

    /** A parameter is missing, or out of its bounds. */
    @Provider
    public static class Invalid implements ExceptionMapper<ConstraintViolationException> {

        @Override
        public Response toResponse(ConstraintViolationException refusal) {
            return answer(Status.BAD_REQUEST, refusal);
        }
    }

    private static Response answer(Status status, RuntimeException refusal) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN)
                .entity(refusal.getMessage())
                .build();
    }
}
