package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.Goods;
import java.util.List;
import java.util.stream.IntStream;

/** W4: one thread loads a long stream again and again, each time from the database. */
final class Rehydration {

    private static final int APPEND = 500;

    private Rehydration() {}

    static List<Case> cases(Sizes sizes, int... events) {
        return IntStream.of(events).mapToObj(count -> of(sizes, count)).toList();
    }

    private static Case of(Sizes sizes, int events) {
        String metric = "%,d events, events/s".formatted(events);
        return new Case(
                metric,
                (contender, elsewhere) -> {
                    String stream = store(contender, events);
                    return () -> {
                        Crew.Work work =
                                Crew.during(
                                        sizes.round(),
                                        1,
                                        thread -> {
                                            contender.forget();
                                            contender.load(stream);
                                            return true;
                                        });
                        return List.of(
                                new Figure(
                                        metric,
                                        work.rate() * events,
                                        work.cpuOf((double) work.done() * events)));
                    };
                });
    }

    private static String store(Contender contender, int events) {
        String stream = Crew.newStream();
        List<CartEvent> cart = Goods.cart("long", events);
        for (int from = 0; from < events; from += APPEND) {
            contender.append(stream, from, cart.subList(from, Math.min(events, from + APPEND)));
        }
        return stream;
    }
}
