package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * W5: everything that is stored goes through a reader with a checkpoint.
 *
 * <p>The clock runs from the first event to the last: how long it takes a contender to begin is not
 * in the figure.
 */
final class Replay {

    private static final int CART = 100;
    private static final long LONGEST_MINUTES = 30;

    private Replay() {}

    static Case of(Sizes sizes) {
        int carts = Math.max(1, sizes.events() / CART);
        return new Case(
                "%,d events".formatted(carts * CART),
                (contender, elsewhere) -> {
                    Crew.carts(contender, carts, CART);
                    return () -> List.of(measure(contender, sizes.batch(), (long) carts * CART));
                });
    }

    /** Replays so many events, all that are there or the first ones. */
    static Figure measure(Contender contender, int batch, long events) {
        Counting counting = new Counting(events);
        var cpu = Crew.cpu();
        Following following =
                contender.follow(
                        "replay-" + UUID.randomUUID(),
                        batch,
                        new EachEvent(event -> counting.count()));
        try (following) {
            if (!counting.complete.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        "Only %,d of %,d events came".formatted(counting.count, events));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Crew.Work work =
                new Crew.Work(
                        events - 1, (counting.last - counting.first) / 1e9, Crew.cpu().minus(cpu));
        return work.rate("events/s");
    }

    /** A view that costs nothing. */
    private static final class Counting {

        private final CountDownLatch complete = new CountDownLatch(1);
        private final long wanted;
        private volatile long first;
        private volatile long last;
        private volatile long count;

        Counting(long wanted) {
            this.wanted = wanted;
        }

        synchronized void count() {
            if (count == 0) {
                first = System.nanoTime();
            }
            count = count + 1;
            if (count == wanted) {
                last = System.nanoTime();
                complete.countDown();
            }
        }
    }
}
