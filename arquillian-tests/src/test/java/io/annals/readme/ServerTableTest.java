package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTableTest {

    private static final String PAGE =
            """
            # Servers

            <!-- servers: written by a test -->
            | server | version | database | Java | suites passed | not run | tests | failed | skipped | day |
            |---|---|---|---|---|---|---|---|---|---|
            %s<!-- /servers -->
            """;
    private static final String BEFORE =
            """
            | Payara | 5.0 | H2 | 25.0.1 | 1 of 1 | 5 | 3 | 0 | 0 | 2026-01-02 |
            | Tomcat | 9 | H2 | 17.0.1 | 0 of 2, not `AIT`, `BIT` | 0 | 3 | 2 | 0 | 2026-01-02 |
            """;
    private static final Set<String> SUITES = Set.of("ShopOnH2IT", "CrashIT", "TwoNodesIT");
    private static final String PASSED = "<testcase name='one'/>";
    private static final String FAILED = "<testcase name='two'><failure/></testcase>";
    private static final String SKIPPED = "<testcase name='three'><skipped/></testcase>";

    @TempDir Path run;

    @BeforeEach
    void a_run_with_two_suites() throws IOException {
        report("ShopOnH2IT", "H2", 2, 0, 0, PASSED + PASSED);
        report("CrashIT", "H2,PostgreSQL", 1, 0, 0, PASSED);
        summary(3, 0, 0);
    }

    @Test
    void a_row_counts_the_suites_of_a_server_a_database_and_a_java() throws IOException {
        assertEquals(
                PAGE.formatted(
                        """
                        | Payara | 6.1 | H2 | 17.0.15 | 2 of 2 | 1 | 3 | 0 | 0 | 2026-11-30 |
                        | Payara | 6.1 | PostgreSQL | 17.0.15 | 1 of 1 | 1 | 1 | 0 | 0 | 2026-11-30 |
                        """),
                updated(""));
    }

    @Test
    void a_run_replaces_the_rows_of_its_server_and_its_java_alone() throws IOException {
        assertEquals(
                PAGE.formatted(
                        """
                        | Payara | 6.1 | H2 | 17.0.15 | 2 of 2 | 1 | 3 | 0 | 0 | 2026-11-30 |
                        | Payara | 5.0 | H2 | 25.0.1 | 1 of 1 | 5 | 3 | 0 | 0 | 2026-01-02 |
                        | Payara | 6.1 | PostgreSQL | 17.0.15 | 1 of 1 | 1 | 1 | 0 | 0 | 2026-11-30 |
                        | Tomcat | 9 | H2 | 17.0.1 | 0 of 2, not `AIT`, `BIT` | 0 | 3 | 2 | 0 | 2026-01-02 |
                        """),
                updated(
                        "| Payara | 5.0 | H2 | 17.0.1 | 9 of 9 | 7 | 99 | 0 | 0 | 2026-01-01 |\n"
                                + "| Payara | 5.0 | none | 17.0.1 | 0 of 1, not `AIT` | 7 | 1 | 1 | 0 | 2026-01-01 |\n"
                                + BEFORE));
    }

    @Test
    void what_fails_or_is_skipped_is_in_the_row() throws IOException {
        report("ShopOnH2IT", "H2", 3, 1, 0, PASSED + PASSED + FAILED);
        report("CrashIT", "H2,PostgreSQL", 2, 0, 1, PASSED + SKIPPED);
        report("TwoNodesIT", "PostgreSQL", 1, 0, 0, PASSED);
        summary(6, 1, 1);

        assertEquals(
                PAGE.formatted(
                        """
                        | Payara | 6.1 | H2 | 17.0.15 | 0 of 2, not `CrashIT`, `ShopOnH2IT` | 0 | 5 | 1 | 1 | 2026-11-30 |
                        | Payara | 6.1 | PostgreSQL | 17.0.15 | 1 of 2, not `CrashIT` | 0 | 3 | 0 | 1 | 2026-11-30 |
                        """),
                updated(""));
    }

    @Test
    void a_suite_that_starts_no_server_has_a_row_too() throws IOException {
        report("TwoNodesIT", null, 1, 1, 0, FAILED);
        summary(4, 1, 0);

        assertTrue(
                updated("")
                        .contains(
                                "| Payara | 6.1 | none | 17.0.1 | 0 of 1, not `TwoNodesIT` | 0 | 1 | 1 | 0 | 2026-11-30 |\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "</testsuite>, ''",
        "tests='2', tests='two'",
        "tests='2', tests='3'",
        "testsuite, suite",
        "annals.server.version, other",
        "java.version, other",
        "<?xml version='1.0'?>, <!DOCTYPE testsuite>"
    })
    void a_damaged_report_is_refused(String what, String instead) throws IOException {
        Path file = run.resolve("TEST-ShopOnH2IT.xml");
        Files.writeString(file, Files.readString(file).replace(what, instead));

        assertTrue(refusal().contains("TEST-ShopOnH2IT.xml"));
    }

    @Test
    void reports_of_several_runs_are_refused() throws IOException {
        report("TwoNodesIT", "PostgreSQL", 1, 0, 0, PASSED);
        assertTrue(refusal().contains("mvn clean"));

        summary(4, 1, 0);
        assertTrue(refusal().contains("mvn clean"));

        summary(4, 0, 1);
        assertTrue(refusal().contains("mvn clean"));

        summary(4, 0, 0);
        updated("");
    }

    @Test
    void a_run_that_broke_off_is_refused() throws IOException {
        Path summary = run.resolve("failsafe-summary.xml");
        String text = Files.readString(summary);
        Files.writeString(
                summary, text.replace("<failureMessage/>", "<failureMessage>x</failureMessage>"));
        assertTrue(refusal().contains("broke off"));

        Files.writeString(summary, text.replace("<failureMessage/>", ""));
        assertTrue(refusal().contains("failsafe-summary.xml"));

        Files.delete(summary);
        assertThrows(IOException.class, () -> SuiteReport.ofRun(run));
    }

    @ParameterizedTest
    @CsvSource({"<!-- servers, <!-- other", "<!-- /servers -->, ''", "| day |, | date |"})
    void a_page_without_the_table_is_refused(String what, String instead) {
        assertThrows(
                IllegalStateException.class,
                () ->
                        ServerTable.updated(
                                PAGE.formatted("").replace(what, instead),
                                SuiteReport.ofRun(run),
                                SUITES));
    }

    @Test
    void a_row_that_was_written_otherwise_is_refused() {
        assertThrows(
                IllegalStateException.class,
                () -> updated("| Payara | 6.1 | H2 | 17 | all | 3 | 0 | 0 | 2026-11-30 |\n"));
    }

    private String updated(String rows) throws IOException {
        return ServerTable.updated(PAGE.formatted(rows), SuiteReport.ofRun(run), SUITES);
    }

    private String refusal() {
        return assertThrows(IllegalStateException.class, () -> SuiteReport.ofRun(run)).getMessage();
    }

    private void report(
            String suite, String databases, int tests, int failed, int skipped, String cases)
            throws IOException {
        Path file = run.resolve("TEST-" + suite + ".xml");
        Files.writeString(
                file,
                """
                <?xml version='1.0'?>
                <testsuite name='io.annals.server.%s' tests='%d' errors='0' failures='%d' skipped='%d'>
                  <properties>
                    <property name='annals.server.name' value='Payara'/>
                    <property name='annals.server.version' value='6.1'/>
                    <property name='java.version' value='17.0.1'/>
                    %s
                  </properties>
                  %s
                </testsuite>
                """
                        .formatted(
                                suite,
                                tests,
                                failed,
                                skipped,
                                databases == null
                                        ? ""
                                        : "<property name='annals.tested.databases' value='%s'/><property name='annals.tested.java' value='17.0.15'/>"
                                                .formatted(databases),
                                cases));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-30T12:00:00Z")));
    }

    private void summary(int tests, int failed, int skipped) throws IOException {
        Files.writeString(
                run.resolve("failsafe-summary.xml"),
                """
                <failsafe-summary timeout="false">
                    <completed>%d</completed>
                    <errors>0</errors>
                    <failures>%d</failures>
                    <skipped>%d</skipped>
                    <failureMessage/>
                </failsafe-summary>
                """
                        .formatted(tests, failed, skipped));
    }
}
