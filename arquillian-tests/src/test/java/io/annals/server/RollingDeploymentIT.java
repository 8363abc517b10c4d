package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.server.rolling.Diary;
import io.annals.server.rolling.after.ParcelsAfter;
import io.annals.server.rolling.before.ParcelsBefore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two servers with two releases of an application, of which one knows an event more. */
@TestMethodOrder(OrderAnnotation.class)
class RollingDeploymentIT {

    private static final String CONSUMER = "parcels-1";

    private static Path servers;
    private static String url;
    private static JournalTables tables;
    private static DiaryTable diary;
    private static ServerProcess before;
    private static ServerProcess after;

    @BeforeAll
    static void start() throws Exception {
        servers = Files.createDirectory(Path.of(System.getProperty("annals.run"), "rolling"));
        url = Databases.newPostgresqlUrl("rolling");
        tables = new JournalTables(url);
        diary = DiaryTable.create(url);
        before = start("before", ParcelsBefore.class);
        after = start("after", ParcelsAfter.class);
    }

    @AfterAll
    static void stop() {
        Stream.of(before, after).filter(server -> server != null).forEach(ServerProcess::close);
    }

    @Test
    @Order(1)
    void an_event_that_the_node_at_work_does_not_know_is_handled_by_the_other() throws Exception {
        send("one", before);
        send("one", after);
        await_that_the_view_equals_the_journal();
        assertLeads(before);

        insure("one", after);
        await_that_the_view_equals_the_journal();
        assertLeads(after);
        before.assertLogged("could not read parcel/one version 3 (parcel-insured)");

        send("one", before);
        insure("two", after);
        send("two", before);
        await_that_the_view_equals_the_journal();
        assertEquals(Set.of(before.pid(), after.pid()), diary.pids());
        await_that_it_runs_on(before);
        await_that_it_runs_on(after);
    }

    @Test
    @Order(2)
    void alone_it_stops_there_and_says_so_while_commands_go_on() throws Exception {
        try (CutOffView held = CutOffView.of("diary", url)) {
            insure("three", after);
            held.awaitHeldUp();
            after.kill();
        }
        await(
                "the node that is left to stop",
                () -> {
                    String health = before.shop().health(CONSUMER);
                    assertTrue(
                            health.matches(
                                    "stopped at position [0-9]+: io.annals.es.UnreadableEventException.*"),
                            health);
                    assertEquals(Map.of(), tables.segments(CONSUMER)); // it belongs to nobody
                });
        assertEquals("UP", before.shop().health().getString("status"));
        before.shop()
                .gauge("es_consumers_stopped")
                .ifPresent(stopped -> assertTrue(stopped > 0, "no metric tells"));
        before.assertLogged("could not read parcel/three version 1 (parcel-insured)");

        send("three", before);
        String cart = before.shop().open("eve");
        before.shop().kpi(cart, 1); // others go on
        assertEquals(List.of(1L, 2L), tables.streams("parcel").get("three"));
        assertEquals(Set.of("one", "two"), diary.streams().keySet());
    }

    @Test
    @Order(3)
    void it_goes_on_when_a_node_is_there_again_that_knows_the_event() throws Exception {
        after = start("after", ParcelsAfter.class);

        await_that_the_view_equals_the_journal();
        assertLeads(after);
        await_that_it_runs_on(before);
        await_that_it_runs_on(after);
        send("three", before);
        await_that_the_view_equals_the_journal();
    }

    private static ServerProcess start(String name, Class<?> projection) throws IOException {
        Path directory = Files.createDirectories(servers.resolve(name));
        Path war = directory.resolve("parcels.war");
        DemoArchive.withProbe()
                .addPackages(false, Diary.class.getPackage(), projection.getPackage())
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        return ServerProcess.start(
                war,
                directory,
                Map.of(
                        "ES_DB_URL", url,
                        "ES_DB_USER", "postgres",
                        "ES_DB_PASSWORD", "postgres",
                        "ES_JOURNAL_LEASE", "PT20S")); // longer than a busy node stands still
    }

    private static void send(String parcel, ServerProcess server) throws IOException {
        server.shop().post("parcels/%s/sent".formatted(parcel), "").expect(204);
    }

    private static void insure(String parcel, ServerProcess server) throws IOException {
        server.shop().post("parcels/%s/insured".formatted(parcel), "").expect(204);
    }

    /** Each event once, and those of a parcel in order. */
    private static void await_that_the_view_equals_the_journal() {
        await(
                "the view to have followed the journal",
                () -> assertEquals(tables.streams("parcel"), diary.streams()));
    }

    private static void await_that_it_runs_on(ServerProcess server) {
        await(
                "the consumer to run, or to wait for its turn",
                () -> {
                    String health = server.shop().health(CONSUMER);
                    assertTrue(health.matches("running at position [0-9]+"), health);
                    assertEquals("UP", server.shop().health().getString("status"));
                });
    }

    private static void assertLeads(ServerProcess server) throws SQLException {
        JournalTables.Lease lease = tables.segments(CONSUMER).get(CONSUMER);
        assertTrue(lease != null && lease.isOf(server), "the lease is " + lease);
    }

    private static void await(String what, ThrowingRunnable assertion) {
        Awaitility.await(what).atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }
}
