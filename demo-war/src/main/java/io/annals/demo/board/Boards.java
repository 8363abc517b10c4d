package io.annals.demo.board;

import io.annals.demo.board.Board.Minute;
import io.annals.demo.kpi.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the board. */
@ApplicationScoped
class Boards {

    private static final int MINUTES = 60;
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);
    private static final String LATEST =
            "select sold from SoldMinute sold order by sold.epochMinute desc";
    private static final String STANDING =
            """
            select count(cart), coalesce(sum(case when cart.touched < :before then 1 else 0 end), 0)
            from StandingCart cart""";

    @PersistenceContext EntityManager view;
    @Inject Figures figures;

    /** As far as the views have followed the journal. */
    @Transactional
    Board now() {
        List<Minute> minutes =
                new ArrayList<>(
                        view.createQuery(LATEST, SoldMinute.class)
                                .setMaxResults(MINUTES)
                                .getResultStream()
                                .map(Minute::of)
                                .toList());
        Collections.reverse(minutes);
        Object[] carts =
                view.createQuery(STANDING, Object[].class)
                        .setParameter(
                                "before", OffsetDateTime.now(ZoneOffset.UTC).minus(ABANDONED_AFTER))
                        .getSingleResult();
        return new Board(
                figures.now(),
                ((Number) carts[0]).longValue(),
                ((Number) carts[1]).longValue(),
                minutes);
    }
}
