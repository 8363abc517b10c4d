package io.annals.demo.kpi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;

/** Shows the key figures. */
@Path("kpi")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class KpiResource {

    private static final String TOP = "select s from SkuSold s order by s.quantity desc, s.sku";

    @PersistenceContext EntityManager view;

    /** The figures as far as the view has followed the journal. */
    @GET
    @Transactional
    public Kpi get() {
        List<SkuSold> top = view.createQuery(TOP, SkuSold.class).setMaxResults(10).getResultList();
        return Kpi.of(
                Objects.requireNonNullElseGet(
                        view.find(ShopTotals.class, ShopTotals.ONLY), ShopTotals::new),
                top);
    }
}
