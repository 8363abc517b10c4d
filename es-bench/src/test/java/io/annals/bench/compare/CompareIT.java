package io.annals.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.annals.bench.compare.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Short runs of the program as a user starts it; how fast anybody is does not matter here. */
@Timeout(1_800)
class CompareIT {

    private static final List<String> SHORT =
            List.of(
                    "--warm-up",
                    "1",
                    "--rounds",
                    "1",
                    "--seconds",
                    "0.1",
                    "--events",
                    "1000",
                    "--growth",
                    "500");
    private static final String QUICK_TO_START =
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto";
    private static final Set<Candidate> GROWING =
            Set.of(
                    Candidate.RAW,
                    Candidate.ANNALS,
                    Candidate.ANNALS_TUNED,
                    Candidate.ANNALS_UNREAD,
                    Candidate.ANNALS_TRACED);

    @TempDir Path folder;

    @Test
    void every_contender_has_a_result_in_every_workload() throws Exception {
        Path results = folder.resolve("results.json");
        Set<String> expected = new TreeSet<>();
        List<String> workloads = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            workloads.add(workload.toString());
            for (Candidate candidate : Candidate.values()) {
                if (workload != Workload.W7 || GROWING.contains(candidate)) {
                    expected.add("%s %s".formatted(candidate, workload));
                }
            }
        }

        int exit = compare("--out", results.toString(), "--workloads", String.join(",", workloads));

        assertEquals(0, exit);
        Set<String> found = new TreeSet<>();
        JsonNode json = new ObjectMapper().readTree(results.toFile());
        for (JsonNode result : json.get("results")) {
            if (result.has("median") && result.has("ratio") && result.has("spread")) {
                found.add(
                        "%s %s"
                                .formatted(
                                        result.get("contender").asText(),
                                        result.get("workload").asText()));
            }
        }
        assertEquals(expected, found);
        assertEquals(
                List.of("machine", "settings", "results"),
                List.copyOf(json.properties().stream().map(field -> field.getKey()).toList()));

        Path plots = folder.resolve("plots");
        assertEquals(0, run(List.of("plot", results.toString(), plots.toString())));
        for (String workload : workloads) {
            String plot =
                    Files.readString(plots.resolve(workload.toLowerCase(Locale.ROOT) + ".svg"));
            assertTrue(plot.contains(">annals</text>"), plot);
        }
    }

    @Test
    void wrong_use_is_told_apart() throws Exception {
        assertEquals(64, compare("--contenders", "nobody"));
    }

    private static int compare(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("compare"));
        arguments.addAll(SHORT);
        arguments.addAll(Arrays.asList(options));
        return run(arguments);
    }

    private static int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", System.getProperty("annals.bench")));
        command.addAll(arguments);
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().put("JAVA_TOOL_OPTIONS", QUICK_TO_START); // for its children, too
        Process process = program.start();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(System.out::println);
        }
        return process.waitFor();
    }
}
