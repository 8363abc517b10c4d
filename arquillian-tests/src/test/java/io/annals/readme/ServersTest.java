package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of docs/servers.md is written from the reports of the last run of the server tests. */
class ServersTest {

    private static final Path PAGE = Path.of("..", "docs", "servers.md");
    private static final String WRITE = "annals.servers.write";

    @Test
    void the_table_is_as_it_is_written_from_reports() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean(WRITE)) {
            page = ServerTable.updated(page, reports(Path.of("target")));
            Files.writeString(PAGE, page);
        }
        assertEquals(ServerTable.updated(page, List.of()), page);
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
