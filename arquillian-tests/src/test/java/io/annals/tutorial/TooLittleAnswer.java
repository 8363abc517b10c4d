package io.annals.tutorial;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

// example:begin
@Provider
public class TooLittleAnswer implements ExceptionMapper<TooLittleException> {

    @Override
    public Response toResponse(TooLittleException refusal) {
        return Response.status(Status.CONFLICT)
                .type(MediaType.TEXT_PLAIN)
                .entity(refusal.getMessage())
                .build();
    }
}
// example:end
