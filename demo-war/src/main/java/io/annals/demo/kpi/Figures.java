package io.annals.demo.kpi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the key figures. */
@ApplicationScoped
public class Figures {

    /**
     * The totals beside each of the articles sold most. One statement, because at read committed
     * each sees what is committed when it begins: with two, an event that is counted in between
     * would be in the one's figures and not in the other's.
     */
    private static final String FIGURES =
            """
            select totals, sold from ShopTotals totals left join SkuSold sold on 1 = 1
            order by sold.quantity desc, sold.sku""";

    @PersistenceContext EntityManager view;

    /** As far as the view has followed the journal. */
    public Kpi now() {
        List<Object[]> rows =
                view.createQuery(FIGURES, Object[].class).setMaxResults(10).getResultList();
        ShopTotals totals = rows.isEmpty() ? new ShopTotals() : (ShopTotals) rows.get(0)[0];
        Stream<SkuSold> sold = rows.stream().map(row -> (SkuSold) row[1]).filter(Objects::nonNull);
        return Kpi.of(totals, sold.toList());
    }
}
