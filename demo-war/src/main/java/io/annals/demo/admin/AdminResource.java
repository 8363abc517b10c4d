package io.annals.demo.admin;

import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.Consumers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;

/**
 * The door to what operators may do. It is asked before anything else, whatever the method and the
 * rest of the path: without a configured token nothing is here, and without the token nobody comes
 * in.
 */
@Path("admin")
@RequestScoped
public class AdminResource {

    @Inject Admission admission;
    @Inject Consumers consumers;
    @Inject RunningEngine engine;

    /** Leads to the consumers of the journal. */
    @Path("consumers")
    public ConsumersResource consumers(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        AdminToken expected = admission.token().orElseThrow(NotFoundException::new);
        if (!expected.isIn(authorization)) {
            throw new NotAuthorizedException(
                    "This is for operators. Send the header Authorization: Bearer, with the token that the shop has as shop.admin.token",
                    Response.status(Status.UNAUTHORIZED)
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"shop\"")
                            .build());
        }
        return new ConsumersResource(consumers, engine);
    }
}
