package io.annals.demo.kpi;

import java.util.List;

/**
 * The shop's key figures.
 *
 * @param position the journal position up to which they count
 * @param carts how many carts were opened
 * @param checkouts how many of them were bought
 * @param revenueCents what was paid for them
 * @param conversion checkouts for each cart, 0 as long as there is none
 * @param topSkus the articles sold most, at most ten; what lies in carts not bought does not count
 */
public record Kpi(
        long position,
        long carts,
        long checkouts,
        long revenueCents,
        double conversion,
        List<Sold> topSkus) {

    /** How many pieces of an article were sold. */
    public record Sold(String sku, long quantity) {}

    static Kpi of(ShopTotals totals, List<SkuSold> topSkus) {
        return new Kpi(
                totals.position(),
                totals.carts(),
                totals.checkouts(),
                totals.revenueCents(),
                totals.carts() == 0 ? 0 : (double) totals.checkouts() / totals.carts(),
                topSkus.stream().map(sold -> new Sold(sold.sku(), sold.quantity())).toList());
    }
}
