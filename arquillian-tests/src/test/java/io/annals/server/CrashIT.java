package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Kills the server under load, starts it again, and compares what it had acknowledged with what is
 * there.
 */
class CrashIT {

    private static final int CUSTOMERS = 200;
    private static final int COMMANDS = 1_000;

    private static Path servers;
    private static Path war;

    @BeforeAll
    static void make_archive() throws IOException {
        servers = Files.createDirectory(Path.of(System.getProperty("annals.run"), "crash"));
        war = servers.resolve("shop.war");
        DemoArchive.withProbe().as(ZipExporter.class).exportTo(war.toFile());
    }

    @Test
    void nothing_acknowledged_is_lost_on_h2() throws Exception {
        // The demo's own default: a file below the working directory.
        nothing_acknowledged_is_lost("H2", Map.of(), () -> () -> {});
    }

    /** Two threads write rows of the view that they share, when it catches up. */
    @Test
    void nothing_acknowledged_is_lost_on_postgresql_and_nothing_is_counted_twice_in_two_segments()
            throws Exception {
        Map<String, String> database = postgresql("crash");
        Map<String, String> environment = new HashMap<>(database);
        environment.put("ES_CONSUMER_ARTICLE_INTEREST_1_SEGMENTS", "2");
        nothing_acknowledged_is_lost(
                "PostgreSQL",
                environment,
                () -> CutOffView.of("marketing_article", database.get("ES_DB_URL")).awaitHeldUp());
    }

    @Test
    void nothing_is_counted_twice_that_was_written_before_the_checkpoint() throws Exception {
        Map<String, String> database = postgresql("checkpoint");
        nothing_acknowledged_is_lost(
                "PostgreSQL before the checkpoint",
                database,
                () ->
                        HeldCheckpoint.afterWriting(
                                "marketing_article",
                                database.get("ES_DB_URL"),
                                "article-interest-1"));
    }

    private static Map<String, String> postgresql(String name) throws Exception {
        return Map.of(
                "ES_DB_URL", Databases.newPostgresqlUrl(name),
                "ES_DB_USER", "postgres",
                "ES_DB_PASSWORD", "postgres");
    }

    /**
     * Kills under load.
     *
     * @param meanwhile what holds something up when the server is killed
     */
    private void nothing_acknowledged_is_lost(
            String database,
            Map<String, String> environment,
            Callable<? extends AutoCloseable> meanwhile)
            throws Exception {
        Path directory = Files.createDirectories(servers.resolve(database));
        Shoppers shoppers;
        try (ServerProcess server = ServerProcess.start(war, directory, environment)) {
            shoppers = new Shoppers(server.shop(), CUSTOMERS, COMMANDS);
            try (shoppers;
                    AutoCloseable held = meanwhile.call()) {
                shoppers.awaitEnough();
                server.kill();
            }
        }
        assertEquals(List.of(), List.copyOf(shoppers.unexpected()));

        try (ServerProcess server = ServerProcess.start(war, directory, environment)) {
            Shop shop = server.shop();
            String afterwards = shop.open("the first after the crash");
            Awaitility.await("the new event to be settled")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> JournalFold.of(shop.journal()).event(afterwards, 1) != null);

            JournalFold journal = JournalFold.of(shop.journal());
            assertAll(
                    shoppers.acknowledged().stream()
                            .map(command -> () -> command.assertIn(journal)));
            assertTrue(journal.size() > shoppers.acknowledged().size());
            Awaitility.await("the key figures to have followed the journal")
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () ->
                                    shop.kpi().getJsonNumber("position").longValueExact()
                                            >= journal.position());
            assertEquals(journal.kpi(), shop.kpi());
            Awaitility.await("the articles to have followed the journal")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertEquals(journal.articles(), shop.articles()));
            System.out.printf(
                    "%s: killed under %d customers after %d acknowledged commands (%d conflicts); %d events in the"
                            + " journal up to position %d, %d of them not acknowledged%n",
                    database,
                    CUSTOMERS,
                    shoppers.acknowledged().size(),
                    shoppers.conflicts(),
                    journal.size(),
                    journal.position(),
                    journal.size() - 1 - shoppers.acknowledged().size());
        }
    }
}
