package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.testing.Ports;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The application of the tutorial on platforms that are no Jakarta EE servers. */
class SmokeIT {

    @Test
    void cards_and_their_view_outlive_a_restart_on_quarkus() throws Exception {
        outliveARestart(
                Path.of(System.getProperty("java.home")), "quarkus/target/quarkus-app/quarkus-run");
    }

    @Test
    void cards_and_their_view_outlive_a_restart_on_helidon() throws Exception {
        outliveARestart(
                Path.of(System.getProperty("annals.jdk21")), "helidon/target/cards-on-helidon");
    }

    private static void outliveARestart(Path jdk, String jar) throws Exception {
        Path directory =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of(System.getProperty("annals.servers"))),
                        "smoke");
        List<String> java =
                List.of(
                        jdk.resolve("bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dcards.directory=" + directory);
        String application =
                Path.of(System.getProperty("annals.smoke"), jar + ".jar").toAbsolutePath().toString();
        try (Application cards = Application.start(directory, java, application)) {
            Shop http = cards.http();
            http.send(http.request("cards/4711?holder=Ada").PUT(BodyPublishers.noBody()))
                    .expect(204);
            http.post("cards/4711/charges?cents=500", "").expect(204);
            http.post("cards/4711/redemptions?cents=300", "").expect(204);
            assertEquals(409, http.post("cards/4711/redemptions?cents=201", "").status());
            cards.awaitDebts(200);
            cards.stop();
        }
        try (Application cards = Application.start(directory, java, application)) {
            Shop http = cards.http();
            assertEquals(200, http.get("cards/4711").expect(200).object().getInt("cents"));
            cards.awaitDebts(200);
            http.post("cards/4711/redemptions?cents=50", "").expect(204);
            cards.awaitDebts(150);
            cards.stop();
        }
    }

    /** A process that ends with the test's own, if not before. */
    private record Application(Process process, Shop http, Path log, Thread killer)
            implements AutoCloseable {

        static Application start(Path directory, List<String> java, String jar) throws IOException {
            int port = Ports.free();
            List<String> command = new ArrayList<>(java);
            command.addAll(List.of("-Dcards.port=" + port, "-jar", jar));
            Path log = directory.resolve("application-%d.log".formatted(port));
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            Thread killer = new Thread(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(killer);
            Application started = new Application(process, new Shop(port), log, killer);
            try {
                Awaitility.await("the application to answer; its log is " + log)
                        .atMost(Duration.ofMinutes(3))
                        .failFast("it ended, see " + log, () -> !process.isAlive())
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> started.http().get("debts").status() == 200);
                return started;
            } catch (RuntimeException | Error e) {
                started.close();
                throw e;
            }
        }

        void awaitDebts(int cents) {
            Awaitility.await("the view; the application's log is " + log)
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> {
                                JsonArray debts = http.get("debts").expect(200).array();
                                assertEquals(1, debts.size());
                                assertEquals(cents, debts.getJsonObject(0).getInt("cents"));
                            });
        }

        /** In an orderly way, which leaves no complaint in the log. */
        void stop() throws InterruptedException, IOException {
            process.destroy();
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), () -> "does not end, see " + log);
            assertFalse(Files.readString(log).contains("Exception:"), () -> "see " + log);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }
}
