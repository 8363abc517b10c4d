package io.annals.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short runs of the program as a user starts it; a run of hours finds more. */
@Timeout(1_800)
class TortureIT {

    private static final String FIXED_SEED = "1";
    private static final String ANY_SEED =
            String.valueOf(ThreadLocalRandom.current().nextInt(1_000_000));

    @Test
    void no_promise_is_broken_on_postgresql_with_the_seed_that_never_changes() throws Exception {
        assertEquals(0, torture("--db", "postgresql", "--seconds", "60", "--seed", FIXED_SEED));
    }

    @Test
    void no_promise_is_broken_on_postgresql_with_any_seed() throws Exception {
        assertEquals(0, torture("--db", "postgresql", "--seconds", "60", "--seed", ANY_SEED));
    }

    @Test
    void no_promise_is_broken_on_mariadb_with_any_seed() throws Exception {
        assertEquals(0, torture("--db", "mariadb", "--seconds", "60", "--seed", ANY_SEED));
    }

    private static int torture(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", System.getProperty("annals.bench"), "torture"));
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(System.out::println);
        }
        return process.waitFor();
    }
}
