package io.annals.demo.kpi;

import io.annals.demo.web.Versions;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the key figures. */
@Path("kpi")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class KpiResource {

    /**
     * The totals beside each of the articles sold most. One statement, because at read committed
     * each sees what is committed when it begins: with two, an event that is counted in between
     * would be in the one's figures and not in the other's.
     */
    private static final String FIGURES =
            """
            select totals, sold from ShopTotals totals left join SkuSold sold on 1 = 1
            order by sold.quantity desc, sold.sku""";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @PersistenceContext EntityManager view;
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
        List<Object[]> rows =
                view.createQuery(FIGURES, Object[].class).setMaxResults(10).getResultList();
        ShopTotals totals = rows.isEmpty() ? new ShopTotals() : (ShopTotals) rows.get(0)[0];
        Stream<SkuSold> sold = rows.stream().map(row -> (SkuSold) row[1]).filter(Objects::nonNull);
        return Kpi.of(totals, sold.toList());
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
