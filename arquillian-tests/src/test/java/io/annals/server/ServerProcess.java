package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * A server under test that the test starts as a user would, with the database in its environment,
 * and may kill.
 *
 * <p>It ends with the test's own process, if not before.
 */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final Launch launch;
    private final Thread killer;
    private final Shop shop;
    private final Path log;

    private ServerProcess(Process process, Launch launch, Path log) {
        this.process = process;
        this.launch = launch;
        this.log = log;
        this.killer = new Thread(process::destroyForcibly);
        this.shop = new Shop(launch.port(), launch.observed());
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @param arguments more arguments of Payara Micro
     */
    static ServerProcess start(
            Path war, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        ServerProcess server = launch(war, directory, environment, arguments);
        server.await("the shop to answer", server.shop::isUp);
        return server;
    }

    /**
     * Starts a server with another application than the shop, and waits until it takes requests.
     */
    static ServerProcess startAny(Path war, Path directory, Map<String, String> environment)
            throws IOException {
        ServerProcess server = launch(war, directory, environment);
        server.await("the server to listen", server::listens);
        return server;
    }

    /** Starts a server whose deployment is expected to fail, and waits until it has. */
    static ServerProcess startInVain(Path war, Path directory, Map<String, String> environment)
            throws IOException {
        return startAny(war, directory, environment);
    }

    private static ServerProcess launch(
            Path war, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        TestedOn.database(environment.getOrDefault("ES_DB_URL", "jdbc:h2:"));
        Launch launch = Launch.of(war, directory, arguments);
        ProcessBuilder builder =
                new ProcessBuilder(launch.command())
                        .directory(directory.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        builder.environment().putAll(environment);
        Path log = directory.resolve("server-%d.log".formatted(launch.port()));
        builder.redirectOutput(log.toFile());
        return new ServerProcess(builder.start(), launch, log);
    }

    /** Takes the application away from the running server, and gives it back. */
    void redeploy() throws IOException {
        Path aside = log.resolveSibling("aside");
        await("the application's file", () -> Files.exists(launch.undeploy()));
        Files.move(launch.undeploy(), aside);
        await("the application to have gone", () -> !shop.isUp());
        Files.move(aside, launch.deploy());
        await("the application to have come back", shop::isUp);
    }

    /** How often it has deployed the application. */
    long deployments() throws IOException {
        return log().lines().filter(line -> line.contains(launch.deployed())).count();
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        Awaitility.await(what + "; the server's log is " + log)
                .atMost(Duration.ofMinutes(5))
                .failFast("the server ended, see " + log, () -> !process.isAlive())
                .until(() -> launch.settled().matcher(log()).find() && condition.getAsBoolean());
        TestedOn.java();
    }

    /** Liberty does a moment after it has deployed. */
    private boolean listens() {
        try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), launch.port())) {
            return connected.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    Shop shop() {
        return shop;
    }

    long pid() {
        return process.pid();
    }

    /** What the server has logged so far; its last character may not be whole yet. */
    String log() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    void assertLogged(String text) throws IOException {
        assertTrue(log().contains(text), "not in the log: " + text);
    }

    /** Kills the process without giving it time for anything, and waits for its end. */
    void kill() {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
