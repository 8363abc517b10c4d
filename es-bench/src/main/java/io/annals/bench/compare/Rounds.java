package io.annals.bench.compare;

import io.annals.bench.compare.workload.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of one case, round by round, of all contenders.
 *
 * <p>Used by one thread.
 */
final class Rounds {

    private final String workload;
    private final String reference;
    private final Map<String, Map<String, List<Figure>>> figures = new LinkedHashMap<>();
    private final List<Result> failed = new ArrayList<>();

    /**
     * Knows nothing yet.
     *
     * @param reference the contender to whose figures those of the others are put into a ratio
     */
    Rounds(String workload, String reference) {
        this.workload = workload;
        this.reference = reference;
    }

    /** Notes a round that counts. */
    void add(String contender, List<Figure> round) {
        for (Figure figure : round) {
            figures.computeIfAbsent(contender, name -> new LinkedHashMap<>())
                    .computeIfAbsent(figure.metric(), metric -> new ArrayList<>())
                    .add(figure);
        }
    }

    /** Notes that a contender cannot go on; what it has done does not count. */
    void fail(String contender, String metric, String reason) {
        figures.remove(contender);
        failed.add(Result.failed(contender, workload, metric, reason));
    }

    /** What came of it. */
    List<Result> results() {
        List<Result> results = new ArrayList<>();
        figures.forEach(
                (contender, metrics) ->
                        metrics.forEach(
                                (metric, rounds) ->
                                        results.add(
                                                new Result(
                                                        contender,
                                                        workload,
                                                        metric,
                                                        rounds.stream().map(Figure::value).toList(),
                                                        ratios(metric, rounds),
                                                        cpu(rounds),
                                                        Optional.empty()))));
        results.addAll(failed);
        return results;
    }

    private List<Double> ratios(String metric, List<Figure> rounds) {
        List<Figure> references =
                figures.getOrDefault(reference, Map.of()).getOrDefault(metric, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(rounds.size(), references.size()); round++) {
            if (references.get(round).value() > 0) {
                ratios.add(rounds.get(round).value() / references.get(round).value());
            }
        }
        return ratios;
    }

    private static List<Double> cpu(List<Figure> rounds) {
        return rounds.stream()
                .flatMapToDouble(figure -> figure.cpuMicros().stream())
                .boxed()
                .toList();
    }
}
