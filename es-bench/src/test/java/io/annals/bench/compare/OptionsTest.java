package io.annals.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.bench.compare.workload.Workload;
import io.annals.bench.numbers.Kind;
import io.annals.testing.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void compares_all_contenders_in_all_workloads_but_growth_by_default() {
        Options options = Options.parse(List.of());

        assertEquals(Kind.POSTGRESQL, options.kind());
        assertEquals(List.of(Candidate.values()), options.candidates());
        assertTrue(options.workloads().contains(Workload.W1));
        assertFalse(options.workloads().contains(Workload.W7));
        assertEquals(Optional.empty(), options.server());
        assertEquals(Optional.empty(), options.out());
    }

    @Test
    void takes_what_is_given() {
        Options options =
                Options.parse(
                        List.of(
                                "--db", "mariadb",
                                "--url", "jdbc:mariadb://host/db",
                                "--user", "root",
                                "--password", "secret",
                                "--workloads", "W6r,W2",
                                "--contenders", "annals,raw",
                                "--warm-up", "4",
                                "--rounds", "3",
                                "--seconds", "0.25",
                                "--events", "1000",
                                "--batch", "100",
                                "--growth", "10000,1000000",
                                "--out", "results.json"));

        assertEquals(Kind.MARIADB, options.kind());
        assertEquals(
                Optional.of(new Login("jdbc:mariadb://host/db", "root", "secret")),
                options.server());
        assertEquals(List.of(Workload.W2, Workload.W6R), options.workloads());
        assertEquals(List.of(Candidate.RAW, Candidate.ANNALS), options.candidates());
        assertEquals(4, options.warmUp());
        assertEquals(3, options.rounds());
        assertEquals(Duration.ofMillis(250), options.sizes().round());
        assertEquals(1_000, options.sizes().events());
        assertEquals(100, options.sizes().batch());
        assertEquals(List.of(10_000L, 1_000_000L), options.sizes().growth());
        assertEquals(Optional.of(Path.of("results.json")), options.out());
    }

    @ParameterizedTest
    @CsvSource({
        "--workload, W1, --workload",
        "--workloads, W99, W99",
        "--workloads, '', ''",
        "--contenders, axon, axon",
        "--db, oracle, oracle",
        "--rounds, 0, --rounds",
        "--seconds, 0, --seconds",
        "--seconds, soon, --seconds",
        "--growth, many, --growth",
        "--user, root, --url",
        "--out, no-such-folder/results.json, no-such-folder",
        "--out, /, --out"
    })
    void names_what_it_cannot_take(String option, String value, String named) {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Options.parse(List.of(option, value)))
                        .getMessage();

        assertTrue(message.contains(named), message);
    }

    @Test
    void rejects_an_option_without_a_value() {
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--rounds")));
    }
}
