package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Growable;
import java.util.List;
import java.util.stream.Stream;

/** W7: parts of W1, W2 and W5 while more and more is stored. */
final class Growth {

    private static final int THREADS = 8;

    private Growth() {}

    static List<Case> cases(Sizes sizes) {
        return sizes.growth().stream().sorted().flatMap(stored -> of(sizes, stored)).toList();
    }

    private static Stream<Case> of(Sizes sizes, long stored) {
        return Stream.of(
                        Appends.of(sizes, 1, THREADS),
                        Commands.cold(sizes),
                        new Case(
                                "replay",
                                (contender, elsewhere) ->
                                        () ->
                                                List.of(
                                                        Replay.measure(
                                                                contender,
                                                                sizes.batch(),
                                                                Math.min(stored, sizes.events())))))
                .map(part -> grown(part, stored));
    }

    private static Case grown(Case part, long stored) {
        String begin = "%,d stored, ".formatted(stored);
        return new Case(
                begin + part.name(),
                (contender, elsewhere) -> {
                    grow(contender, stored);
                    Trial trial = part.preparation().of(contender, elsewhere);
                    return () ->
                            trial.round().stream()
                                    .map(
                                            figure ->
                                                    new Figure(
                                                            begin + figure.metric(),
                                                            figure.value(),
                                                            figure.cpuMicros()))
                                    .toList();
                });
    }

    private static void grow(Contender contender, long stored) {
        ((Growable) contender).grow(stored);
        contender.rest();
    }

    /** Whether a contender can take part. */
    static boolean takes(Contender contender) {
        return contender instanceof Growable;
    }
}
