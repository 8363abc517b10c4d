package io.annals.bench.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Results as Markdown: a line for each metric, a column for each contender. */
record Table(List<Result> results) {

    private static final double WITH_DECIMALS = 100;

    @Override
    public String toString() {
        Set<String> contenders = new LinkedHashSet<>();
        Set<Line> lines = new LinkedHashSet<>();
        for (Result result : results) {
            contenders.add(result.contender());
            if (result.failure().isEmpty()) {
                lines.add(new Line(result.workload(), result.metric()));
            }
        }
        StringBuilder text = new StringBuilder("| |");
        contenders.forEach(contender -> text.append(" %s |".formatted(contender)));
        text.append("\n|---|").append("---|".repeat(contenders.size())).append('\n');
        for (Line line : lines) {
            text.append("| %s %s |".formatted(line.workload, line.metric));
            for (String contender : contenders) {
                text.append(" %s |".formatted(of(line, contender).map(Table::cell).orElse("–")));
            }
            text.append('\n');
        }
        return text.toString() + failures();
    }

    private Optional<Result> of(Line line, String contender) {
        return results.stream()
                .filter(
                        result ->
                                result.contender().equals(contender)
                                        && result.workload().equals(line.workload)
                                        && result.metric().equals(line.metric)
                                        && result.failure().isEmpty())
                .findFirst();
    }

    private static String cell(Result result) {
        String format = result.spread().median() < WITH_DECIMALS ? "%,.2f" : "%,.0f";
        String ratio = result.ratio().map(value -> text("**%.2f** ", value)).orElse("");
        String cpu = result.cpu().map(value -> text("; %.1f µs", value)).orElse("");
        return ratio + result.spread().text(format) + cpu;
    }

    private String failures() {
        return results.stream()
                .flatMap(
                        result ->
                                result.failure().stream()
                                        .map(
                                                reason ->
                                                        "\n%s, %s %s: %s"
                                                                .formatted(
                                                                        result.contender(),
                                                                        result.workload(),
                                                                        result.metric(),
                                                                        reason)))
                .collect(Collectors.joining());
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private record Line(String workload, String metric) {}
}
