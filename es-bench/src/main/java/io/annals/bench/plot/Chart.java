package io.annals.bench.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bars from 0, a group for each metric and a bar for each contender, with the least and the most of
 * all rounds.
 *
 * @param where the machine
 */
record Chart(String title, String where, List<Bar> bars) {

    private static final int WIDTH = 720;
    private static final int LEFT = 110;
    private static final int RIGHT = 120;
    private static final int LINE = 22;
    private static final int BAR = 14;
    private static final int HEAD = 50;
    private static final double WITH_DECIMALS = 100;
    private static final String OURS = "annals";

    Chart {
        bars = List.copyOf(bars);
    }

    /** The drawing, for light and dark backgrounds. */
    String svg() {
        Map<String, List<Bar>> groups =
                bars.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Bar::metric, LinkedHashMap::new, Collectors.toList()));
        StringBuilder drawing = new StringBuilder();
        int y = HEAD;
        for (Map.Entry<String, List<Bar>> group : groups.entrySet()) {
            drawing.append(text(LEFT, y + BAR, "metric", group.getKey()));
            y += LINE;
            double most = group.getValue().stream().mapToDouble(Bar::most).max().orElse(1);
            for (Bar bar : group.getValue()) {
                drawing.append(bar(bar, y, (WIDTH - LEFT - RIGHT) / most));
                y += LINE;
            }
            y += LINE / 2;
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
            <title>%3$s</title>
            <style>
            text { font: 12px sans-serif; fill: #666 } .title { font-weight: bold; font-size: 15px } .metric { font-weight: bold }
            rect { fill: #8aa4bf } rect.ours { fill: #d9782d } line { stroke: #666 }
            </style>
            %4$s%5$s%6$s</svg>
            """
                .formatted(
                        WIDTH,
                        y,
                        escaped(title),
                        text(LEFT, 18, "title", title),
                        text(LEFT, 36, "where", where),
                        drawing);
    }

    private static String bar(Bar bar, int y, double scale) {
        int middle = y + BAR / 2;
        return """
            <text x="%d" y="%d" text-anchor="end">%s</text>
            <rect x="%d" y="%d" width="%s" height="%d"%s/>
            <line x1="%s" y1="%d" x2="%s" y2="%d"/>
            %s"""
                .formatted(
                        LEFT - 8,
                        y + BAR - 2,
                        escaped(bar.contender()),
                        LEFT,
                        y,
                        number(bar.median() * scale),
                        BAR,
                        bar.contender().equals(OURS) ? " class=\"ours\"" : "",
                        number(LEFT + bar.least() * scale),
                        middle,
                        number(LEFT + bar.most() * scale),
                        middle,
                        text(
                                (int) (LEFT + bar.most() * scale) + 8,
                                y + BAR - 2,
                                "value",
                                bar.median() < WITH_DECIMALS
                                        ? String.format(Locale.ROOT, "%,.2f", bar.median())
                                        : String.format(Locale.ROOT, "%,.0f", bar.median())));
    }

    private static String text(int x, int y, String kind, String content) {
        return "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>%n"
                .formatted(x, y, kind, escaped(content));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /**
     * What all rounds of a contender have given.
     *
     * @param least of all rounds
     * @param most of all rounds
     */
    record Bar(String metric, String contender, double median, double least, double most) {}
}
