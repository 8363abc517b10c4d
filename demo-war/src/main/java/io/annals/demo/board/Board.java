package io.annals.demo.board;

import io.annals.demo.kpi.Kpi;
import java.util.List;

/**
 * All that the board shows. The key figures and the rest are views of their own, so one may be an
 * event ahead of the other.
 *
 * @param standing carts with something in them that were not bought
 * @param abandoned those of them that nobody has touched for a minute
 * @param minutes the latest in which something was bought, in ascending order, at most sixty
 */
public record Board(Kpi kpi, long standing, long abandoned, List<Minute> minutes) {

    /**
     * What was bought within a minute.
     *
     * @param epochMinute counted from 1970-01-01T00:00Z
     */
    public record Minute(long epochMinute, long checkouts, long revenueCents) {

        static Minute of(SoldMinute sold) {
            return new Minute(sold.epochMinute(), sold.checkouts(), sold.revenueCents());
        }
    }
}
