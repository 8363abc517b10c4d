package io.annals.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.bench.compare.workload.Figure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final Rounds rounds = new Rounds("W1", "raw");

    @Test
    void ratio_is_the_median_of_each_rounds_ratio() {
        round(100, 50);
        round(1_000, 100);
        round(200, 180);

        Result annals = of("annals");

        assertEquals(Optional.of(0.5), annals.ratio());
        assertEquals(100, annals.spread().median());
        assertEquals(50, annals.spread().least());
        assertEquals(180, annals.spread().most());
        assertEquals(Optional.of(1.0), of("raw").ratio());
    }

    @Test
    void there_is_no_ratio_without_the_reference() {
        rounds.add("annals", List.of(figure(50)));

        assertEquals(Optional.empty(), of("annals").ratio());
    }

    @Test
    void cpu_is_the_median_of_the_rounds_that_measured_it() {
        rounds.add("annals", List.of(new Figure("commits/s", 1, OptionalDouble.of(7))));
        rounds.add("annals", List.of(new Figure("commits/s", 1, OptionalDouble.empty())));
        rounds.add("annals", List.of(new Figure("commits/s", 1, OptionalDouble.of(9))));

        assertEquals(Optional.of(8.0), of("annals").cpu());
    }

    @Test
    void one_who_has_failed_has_no_figures() {
        round(100, 50);

        rounds.fail("annals", "1 thread", "out of order");

        assertEquals(Optional.of("out of order"), of("annals").failure());
        assertEquals(Optional.empty(), of("raw").failure());
    }

    @Test
    void table_has_a_line_for_each_metric_and_a_column_for_each_contender() {
        round(100, 50);
        rounds.fail("pekko", "1 thread", "out of order");

        assertEquals(
                """
                | | raw | annals | pekko |
                |---|---|---|---|
                | W1 commits/s | **1.00** 100 (100–100); 3.0 µs | **0.50** 50.00 (50.00–50.00); 3.0 µs | – |

                pekko, W1 1 thread: out of order""",
                new Table(rounds.results()).toString());
    }

    private void round(double raw, double annals) {
        rounds.add("raw", List.of(figure(raw)));
        rounds.add("annals", List.of(figure(annals)));
    }

    private static Figure figure(double value) {
        return new Figure("commits/s", value, OptionalDouble.of(3));
    }

    private Result of(String contender) {
        return rounds.results().stream()
                .filter(result -> result.contender().equals(contender))
                .findFirst()
                .orElseThrow();
    }
}
