package io.annals.demo.web;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Refuses what means one thing and comes twice: JAX-RS would take the first and drop the other. */
@Provider
public class OnlyOnce implements ContainerRequestFilter {

    private static final List<String> HEADERS =
            List.of(IdempotencyKey.HEADER, HttpHeaders.IF_MATCH, HttpHeaders.AUTHORIZATION);

    @Override
    public void filter(ContainerRequestContext request) {
        for (String header : HEADERS) {
            if (isRepeated(request.getHeaders(), header)) {
                throw new BadRequestException(
                        "The header %s came more than once. Send it once".formatted(header));
            }
        }
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        if (query.keySet().stream().anyMatch(name -> isRepeated(query, name))) {
            throw new BadRequestException(
                    "A query parameter came more than once. Send each of them once");
        }
    }

    private static boolean isRepeated(MultivaluedMap<String, String> values, String name) {
        return values.containsKey(name) && values.get(name).size() > 1;
    }
}
