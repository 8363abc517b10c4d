package io.annals.es.test;

import io.annals.es.ExpectedVersion;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What one of several writers does next.
 *
 * @param writer who
 * @param act what; a writer begins a transaction with its first append
 * @param events how many events go to which streams
 * @param expected what each of these streams is to be like
 * @param command names the events, so that they may be a repeat; negative for events with new ids
 * @param content what is in them
 */
record Step(
        int writer,
        Act act,
        Map<String, Integer> events,
        ExpectedVersion expected,
        int command,
        int content) {

    /** How many writers there are. */
    static final int WRITERS = 3;

    /** The streams that they write to. */
    static final String[] STREAMS = {"a", "b", "c"};

    enum Act {
        APPEND,
        COMMIT,
        ROLL_BACK
    }

    static Arbitrary<Step> any() {
        Arbitrary<ExpectedVersion> expected =
                Arbitraries.frequencyOf(
                        Tuple.of(
                                3,
                                Arbitraries.of(
                                        ExpectedVersion.any(),
                                        ExpectedVersion.noStream(),
                                        ExpectedVersion.streamExists())),
                        Tuple.of(
                                2,
                                Arbitraries.integers()
                                        .between(0, 6)
                                        .map(ExpectedVersion::exactly)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, WRITERS - 1),
                        Arbitraries.frequency(
                                Tuple.of(5, Act.APPEND),
                                Tuple.of(3, Act.COMMIT),
                                Tuple.of(1, Act.ROLL_BACK)),
                        Arbitraries.maps(
                                        Arbitraries.of(STREAMS),
                                        Arbitraries.integers().between(1, 2))
                                .ofMinSize(1)
                                .ofMaxSize(2),
                        expected,
                        Arbitraries.integers().between(-3, 1),
                        Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 1)))
                .as(Step::new);
    }
}
