package io.annals.bench.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run has found out.
 *
 * @param machine where it ran, and the versions of what runs there
 * @param settings of the run, and of each contender
 */
record Report(Map<String, Object> machine, Map<String, Object> settings, List<Result> results) {

    /** Writes it as JSON. */
    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("settings", settings);
        all.put("results", results.stream().map(Report::json).toList());
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), all);
    }

    private static Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("contender", result.contender());
        json.put("workload", result.workload());
        json.put("metric", result.metric());
        if (result.failure().isPresent()) {
            json.put("failure", result.failure().get());
            return json;
        }
        json.put("median", result.spread().median());
        result.ratio().ifPresent(ratio -> json.put("ratio", ratio));
        json.put("spread", List.of(result.spread().least(), result.spread().most()));
        result.cpu().ifPresent(cpu -> json.put("cpuMicrosPerOperation", cpu));
        json.put("rounds", result.values());
        return json;
    }
}
