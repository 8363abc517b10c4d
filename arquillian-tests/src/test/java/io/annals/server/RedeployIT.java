package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;

/**
 * Undeploys and deploys the demo in one running server, and looks for what is left of the earlier
 * ones.
 */
class RedeployIT {

    private static final int TIMES = 2;
    private static final List<String> THREADS =
            List.of(
                    "annals-consumer-account-events",
                    "annals-consumer-article-interest-1",
                    "annals-consumer-article-interest-2",
                    "annals-consumer-sales-board-1",
                    "annals-consumer-shop-events",
                    "annals-journal-head",
                    "annals-leases",
                    "annals-plans");

    @Test
    void undeploying_leaves_no_thread_and_redeploying_goes_on() throws IOException {
        Path directory =
                Files.createTempDirectory(
                        Path.of(System.getProperty("annals.servers")), "redeploy");
        Path war = directory.resolve("shop.war");
        DemoArchive.withProbe().as(ZipExporter.class).exportTo(war.toFile());

        try (ServerProcess server = startAndRedeploy(war, directory)) {
            await( // the last one answers before the server has logged it
                    "all to be deployed", () -> assertEquals(1 + TIMES, server.deployments()));
            await(
                    "the threads of the last one",
                    () -> assertTrue(threads(server).containsAll(THREADS)));
            assertEquals(THREADS, threads(server));
            // While it stops, the journal must not look for a database that has gone before it.
            assertEquals(
                    List.of(),
                    server.log()
                            .lines()
                            .filter(line -> line.contains("Could not find out"))
                            .toList());

            server.shop().open("the first after all");
            await(
                    "the key figures to have followed the journal",
                    () ->
                            assertEquals(
                                    JournalFold.of(server.shop().journal()).kpi(),
                                    server.shop().kpi()));
            assertEquals(1, server.shop().kpi().getInt("carts"));
        }
    }

    private static List<String> threads(ServerProcess server) throws IOException {
        return server.shop()
                .get("probe/threads")
                .expect(200)
                .array()
                .getValuesAs(JsonString::getString);
    }

    private static void await(String what, ThrowingRunnable assertion) {
        Awaitility.await(what).atMost(Duration.ofMinutes(1)).untilAsserted(assertion);
    }

    /** Payara Micro redeploys at its start or not at all. */
    private static ServerProcess startAndRedeploy(Path war, Path directory) throws IOException {
        if (Server.UNDER_TEST == Server.PAYARA) {
            Path commands = directory.resolve("commands.txt");
            Files.writeString(
                    commands,
                    "undeploy shop\ndeploy --name shop --contextroot / shop.war\n".repeat(TIMES));
            return ServerProcess.start(
                    war,
                    directory,
                    Map.of(),
                    "--postdeploycommandfile",
                    commands.toAbsolutePath().toString());
        }
        ServerProcess server = ServerProcess.start(war, directory, Map.of());
        try {
            for (int i = 0; i < TIMES; i++) {
                server.redeploy();
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }
}
