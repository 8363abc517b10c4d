package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of docs/servers.md is written from the reports of the last run of the server tests. */
class ServersTest {

    private static final Path PAGE = Path.of("..", "docs", "servers.md");
    private static final Path SUITES = Path.of("src", "test", "java", "io", "annals", "server");
    private static final String WRITE = "annals.servers.write";

    @Test
    void the_table_is_as_it_is_written_from_reports() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean(WRITE)) {
            page = ServerTable.updated(page, reports(Path.of("target")), suites());
            Files.writeString(PAGE, page);
        }
        assertEquals(ServerTable.updated(page, List.of(), Set.of()), page);
    }

    /** Those that are to run on every server: how pages look is tested on one alone. */
    private static Set<String> suites() throws IOException {
        Set<String> suites = new TreeSet<>();
        try (DirectoryStream<Path> sources = Files.newDirectoryStream(SUITES, "*IT.java")) {
            sources.forEach(
                    source -> suites.add(source.getFileName().toString().replace(".java", "")));
        }
        return suites;
    }

    private static List<SuiteReport> reports(Path target) throws IOException {
        List<SuiteReport> reports = new ArrayList<>();
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(target, "failsafe-reports*")) {
            for (Path run : runs) {
                reports.addAll(SuiteReport.ofRun(run));
            }
        }
        if (reports.isEmpty()) {
            throw new IllegalStateException("No server test has run: call mvn verify before");
        }
        return reports;
    }
}
