package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.shop.Goods;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * W2: load a cart of about 10 events, decide, append 1, 8 threads.
 *
 * <p>Hot: each thread goes round carts of its own, each of them 10 times, from 5 to 15 events, and
 * then takes new ones. Cold: each cart, of 10 events, is used once, and nobody has it in memory.
 * Carts are stored before the clock starts; when they run out the round is over.
 */
final class Commands {

    private static final int THREADS = 8;
    private static final int SET = 20;
    private static final int TURNS = 10;
    private static final int HOT_EVENTS = 5;
    private static final int COLD_EVENTS = 10;
    private static final int FIRST_GUESS = 400;
    private static final double MORE = 1.3;

    private Commands() {}

    static List<Case> cases(Sizes sizes) {
        return List.of(
                new Case("hot", (contender, elsewhere) -> new Hot(contender, sizes)),
                new Case("cold", (contender, elsewhere) -> new Cold(contender, sizes)));
    }

    static Case cold(Sizes sizes) {
        return cases(sizes).get(1);
    }

    /** How many commands a round will do, as far as rounds before tell. */
    private static int expected(Sizes sizes, double rate) {
        return (int) Math.ceil(MORE * rate * sizes.round().toNanos() / 1e9) + 1;
    }

    private static final class Hot implements Trial {

        private final Contender contender;
        private final Sizes sizes;
        private double rate = FIRST_GUESS;

        Hot(Contender contender, Sizes sizes) {
            this.contender = contender;
            this.sizes = sizes;
        }

        @Override
        public List<Figure> round() {
            int sets = Math.max(THREADS, expected(sizes, rate) / (SET * TURNS) + THREADS);
            List<String> carts = Crew.carts(contender, sets * SET, HOT_EVENTS);
            Queue<List<String>> unused = new ConcurrentLinkedQueue<>();
            for (int set = 0; set < sets; set++) {
                unused.add(carts.subList(set * SET, (set + 1) * SET));
            }
            List<Queue<String>> ahead = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                ahead.add(new ArrayDeque<>());
            }
            Crew.Work work =
                    Crew.during(
                            sizes.round(),
                            THREADS,
                            thread -> {
                                Queue<String> own = ahead.get(thread);
                                if (own.isEmpty()) {
                                    List<String> set = unused.poll();
                                    for (int turn = 0; set != null && turn < TURNS; turn++) {
                                        own.addAll(set);
                                    }
                                }
                                String cart = own.poll();
                                if (cart != null) {
                                    contender.add(cart, Goods.item());
                                }
                                return cart != null;
                            });
            rate = work.rate();
            return List.of(work.rate(Metrics.threads(THREADS, "hot, commands/s")));
        }
    }

    private static final class Cold implements Trial {

        private final Contender contender;
        private final Sizes sizes;
        private double rate = FIRST_GUESS;

        Cold(Contender contender, Sizes sizes) {
            this.contender = contender;
            this.sizes = sizes;
        }

        @Override
        public List<Figure> round() {
            Queue<String> carts =
                    new ConcurrentLinkedQueue<>(
                            Crew.carts(contender, expected(sizes, rate), COLD_EVENTS));
            contender.forget();
            Crew.Work work =
                    Crew.during(
                            sizes.round(),
                            THREADS,
                            thread -> {
                                String cart = carts.poll();
                                if (cart != null) {
                                    contender.add(cart, Goods.item());
                                }
                                return cart != null;
                            });
            rate = work.rate();
            return List.of(work.rate(Metrics.threads(THREADS, "cold, commands/s")));
        }
    }
}
