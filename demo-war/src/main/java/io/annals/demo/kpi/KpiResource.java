package io.annals.demo.kpi;

import io.annals.demo.web.Versions;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Shows the key figures. */
@Path("kpi")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class KpiResource {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject Figures figures;
    @Inject Consumers consumers;

    /**
     * The figures as far as the view has followed the journal; for whoever tells the answer of a
     * command, at least so far that they count it.
     */
    @GET
    public Kpi get(
            @QueryParam("cart") @Nullable String cart,
            @QueryParam("version") @Nullable String version) {
        if (cart != null || version != null) {
            awaitCounted(cart, version);
        }
        return figures.now();
    }

    private void awaitCounted(@Nullable String cart, @Nullable String version) {
        if (cart == null || version == null) {
            throw new BadRequestException(
                    "Expected both cart and version, as a command has answered them, or neither");
        }
        if (!cart.matches(Versions.UUID_PATTERN)) {
            throw new NotFoundException("There is no such cart");
        }
        Receipt receipt = new Receipt(new StreamId("cart", cart), Versions.parse(version));
        try {
            consumers.awaitCaughtUp(KpiView.CHANNEL, receipt, PATIENCE);
        } catch (IllegalStateException e) {
            throw new NotFoundException(
                    "There is no version %s of cart %s".formatted(version, cart), e);
        }
    }
}
