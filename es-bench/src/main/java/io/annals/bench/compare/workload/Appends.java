package io.annals.bench.compare.workload;

import io.annals.bench.compare.shop.Goods;
import java.util.List;
import java.util.stream.IntStream;

/** W1 and W3: each transaction stores the first events of a new stream. */
final class Appends {

    private Appends() {}

    /** One case for each number of threads. */
    static List<Case> cases(Sizes sizes, int events, int... threads) {
        return IntStream.of(threads).mapToObj(count -> of(sizes, events, count)).toList();
    }

    /** With so many threads. */
    static Case of(Sizes sizes, int events, int threads) {
        String metric = Metrics.threads(threads, "commits/s");
        return new Case(
                metric,
                (contender, elsewhere) ->
                        () ->
                                List.of(
                                        Crew.during(
                                                        sizes.round(),
                                                        threads,
                                                        thread -> {
                                                            contender.append(
                                                                    Crew.newStream(),
                                                                    0,
                                                                    Goods.cart("new", events));
                                                            return true;
                                                        })
                                                .rate(metric)));
    }
}
