package io.annals.bench.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the results of {@code compare --out} as SVG, a file for each workload. */
public final class Plot {

    /** Its arguments. */
    public static final String USAGE = "RESULTS.json FOLDER";

    private Plot() {}

    /**
     * Draws; the names of the files go to standard output.
     *
     * @return 0
     * @throws IllegalArgumentException if the arguments are not a file of results and a folder
     */
    public static int run(List<String> arguments) throws IOException {
        if (arguments.size() != 2 || !Files.isRegularFile(Path.of(arguments.get(0)))) {
            throw new IllegalArgumentException(
                    "Could not plot %s: expected the file that 'compare --out' has written, and a folder"
                            .formatted(arguments));
        }
        Path folder = Files.createDirectories(Path.of(arguments.get(1)));
        for (Map.Entry<String, Chart> workload :
                charts(new ObjectMapper().readTree(Path.of(arguments.get(0)).toFile()))
                        .entrySet()) {
            Path file = folder.resolve(workload.getKey().toLowerCase(Locale.ROOT) + ".svg");
            Files.writeString(file, workload.getValue().svg());
            System.out.println(file);
        }
        return 0;
    }

    /** By workload, in the order of the results. */
    static Map<String, Chart> charts(JsonNode report) {
        JsonNode machine = report.get("machine");
        String where =
                "%s, %s cores, JDK %s"
                        .formatted(
                                machine.get("database").asText(),
                                machine.get("cores").asText(),
                                machine.get("jdk").asText());
        Map<String, List<Chart.Bar>> bars = new LinkedHashMap<>();
        for (JsonNode result : report.get("results")) {
            if (result.has("median")) {
                bars.computeIfAbsent(result.get("workload").asText(), any -> new ArrayList<>())
                        .add(
                                new Chart.Bar(
                                        result.get("metric").asText(),
                                        result.get("contender").asText(),
                                        result.get("median").asDouble(),
                                        result.get("spread").get(0).asDouble(),
                                        result.get("spread").get(1).asDouble()));
            }
        }
        Map<String, Chart> charts = new LinkedHashMap<>();
        bars.forEach((workload, all) -> charts.put(workload, new Chart(workload, where, all)));
        return charts;
    }
}
