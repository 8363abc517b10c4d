package io.annals.demo.cart;

import io.annals.demo.web.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Says what a cart's refusals mean in HTTP. */
public final class CartProblems {

    private CartProblems() {}

    /** The cart is in no state for the command. */
    @Provider
    public static class Rejected implements ExceptionMapper<CommandRejectedException> {

        @Override
        public Response toResponse(CommandRejectedException refusal) {
            return Problem.of(Status.CONFLICT, refusal.getMessage()).toResponse();
        }
    }

    /** The item resource does not exist. */
    @Provider
    public static class NoItem implements ExceptionMapper<ItemNotInCartException> {

        @Override
        public Response toResponse(ItemNotInCartException refusal) {
            return Problem.of(Status.NOT_FOUND, refusal.getMessage()).toResponse();
        }
    }
}
