package io.annals.readme;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of docs/servers.md: what the suites have shown on each server, database and Java.
 *
 * <p>A run knows one Java and the servers of its profiles. It replaces their rows, and leaves those
 * of others, which tell their versions and their day.
 */
final class ServerTable {

    private static final Pattern PLACE =
            Pattern.compile("(<!-- servers: .*? -->\n)(.*)(<!-- /servers -->)", Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| ([^|]+) \\| [^|]+ \\| ([^|]+) \\| (\\d+)[^|]* \\| \\d+ of \\d+[^|]* \\| \\d+ \\| \\d+ \\| \\d+ \\| \\d+ \\| \\d{4}-\\d\\d-\\d\\d \\|");
    private static final String HEAD =
            """
            | server | version | database | Java | suites passed | not run | tests | failed | skipped | day |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    /** Where suites run: rows are in this order. */
    private record Place(String server, int java, String database) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::server)
                        .thenComparing(Place::database)
                        .thenComparing(Place::java);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        boolean isOneRunWith(Place other) {
            return server.equals(other.server) && java == other.java;
        }
    }

    private ServerTable() {}

    /**
     * The page with the rows of these reports.
     *
     * @param suites what is to run on every server: a row counts those of which its run, on
     *     whatever database, has no report
     * @throws IllegalStateException if the page has no table that this class may have written
     */
    static String updated(String page, List<SuiteReport> reports, Set<String> suites) {
        Matcher place = PLACE.matcher(page);
        if (!place.find() || !place.group(2).startsWith(HEAD)) {
            throw new IllegalStateException("The page has no table between its two comments");
        }
        Map<Place, List<SuiteReport>> ran = new TreeMap<>();
        for (SuiteReport report : reports) {
            for (String java : report.javas()) {
                for (String database : report.databases()) {
                    ran.computeIfAbsent(
                                    new Place(
                                            report.server(),
                                            Runtime.Version.parse(java).feature(),
                                            database),
                                    any -> new ArrayList<>())
                            .add(report);
                }
            }
        }
        Map<Place, String> rows = new TreeMap<>();
        for (String line : place.group(2).substring(HEAD.length()).lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                throw new IllegalStateException("Not a row of the table: " + line);
            }
            Place known = new Place(row.group(1), Integer.parseInt(row.group(3)), row.group(2));
            if (ran.keySet().stream().noneMatch(known::isOneRunWith)) {
                rows.put(known, line);
            }
        }
        ran.forEach(
                (where, there) -> rows.put(where, row(where, there, notRun(suites, where, ran))));
        return page.substring(0, place.end(1))
                + HEAD
                + rows.values().stream().map(row -> row + "\n").collect(Collectors.joining())
                + page.substring(place.start(3));
    }

    /** How many of the suites have no report from the run of a place, on whatever database. */
    private static long notRun(Set<String> suites, Place where, Map<Place, List<SuiteReport>> ran) {
        Set<String> reported =
                ran.entrySet().stream()
                        .filter(place -> place.getKey().isOneRunWith(where))
                        .flatMap(place -> place.getValue().stream())
                        .map(SuiteReport::suite)
                        .collect(Collectors.toSet());
        return suites.stream().filter(suite -> !reported.contains(suite)).count();
    }

    private static String row(Place where, List<SuiteReport> suites, long notRun) {
        List<String> others =
                suites.stream()
                        .filter(suite -> !suite.hasPassed())
                        .map(suite -> "`" + suite.suite() + "`")
                        .sorted()
                        .toList();
        return "| %s | %s | %s | %s | %d of %d%s | %d | %d | %d | %d | %s |"
                .formatted(
                        where.server(),
                        all(suites.stream().map(SuiteReport::version).collect(Collectors.toSet())),
                        where.database(),
                        all(
                                suites.stream()
                                        .flatMap(suite -> suite.javas().stream())
                                        .collect(Collectors.toSet())),
                        suites.size() - others.size(),
                        suites.size(),
                        others.isEmpty() ? "" : ", not " + String.join(", ", others),
                        notRun,
                        suites.stream().mapToInt(SuiteReport::tests).sum(),
                        suites.stream().mapToInt(SuiteReport::failed).sum(),
                        suites.stream().mapToInt(SuiteReport::skipped).sum(),
                        suites.stream()
                                .map(SuiteReport::day)
                                .max(LocalDate::compareTo)
                                .orElseThrow());
    }

    private static String all(Set<String> values) {
        return values.stream().sorted().collect(Collectors.joining(", "));
    }
}
