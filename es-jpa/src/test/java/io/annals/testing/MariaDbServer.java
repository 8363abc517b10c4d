package io.annals.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A MariaDB server with all its files in one folder, {@code server.log} among them; it may be
 * stopped or killed, and started again.
 *
 * <p>It runs as any user, with the server's own isolation (repeatable read), character set and
 * durability, and in a time zone in which nobody else lives, so that tests see who relies on them.
 */
public final class MariaDbServer implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final long LOOK_NANOS = 20_000_000;

    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    private MariaDbServer(Path folder, int port, List<String> options) {
        this.folder = folder;
        this.port = port;
        this.options = options;
        this.process = run();
    }

    /** A new, empty database in the server that all tests of a JVM share; it stops with the JVM. */
    public static Login create() {
        return Running.SERVER.createDatabase();
    }

    /**
     * Starts a server with a new folder; it is ended with this JVM at the latest, and deleted.
     *
     * @param options of the server, besides its own
     */
    public static MariaDbServer start(String... options) {
        try {
            Path folder = Files.createTempDirectory("annals-mariadb-data");
            Orphans.leaveNothing(folder);
            return startIn(folder, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server with a folder that is empty, and over which the caller watches. */
    public static MariaDbServer startIn(Path folder, String... options) throws IOException {
        MariaDbPrograms.install(folder);
        return new MariaDbServer(folder, Ports.free(), List.of(options));
    }

    /** A new, empty database. */
    public Login createDatabase() {
        String name = "journal" + DATABASES.incrementAndGet();
        Login server = login("");
        try (Connection connection =
                        DriverManager.getConnection(
                                server.url(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return login(name);
    }

    /** How to reach a database, with the isolation that the journal wants. */
    public Login login(String database) {
        return new Login(
                "jdbc:mariadb://127.0.0.1:%d/%s?sessionVariables=transaction_isolation='READ-COMMITTED'"
                        .formatted(port, database),
                "root",
                "");
    }

    /** Runs a script by the client that comes with the server. */
    public static void runScript(Login login, String script) {
        URI url = URI.create(login.url().substring("jdbc:".length()));
        try {
            Process client =
                    new ProcessBuilder(
                                    MariaDbPrograms.client(
                                            url.getPort(),
                                            login.user(),
                                            url.getPath().substring(1)))
                            .redirectErrorStream(true)
                            .start();
            try (Writer input = client.outputWriter(StandardCharsets.UTF_8)) {
                input.write(script);
            }
            String output =
                    new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (client.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's process, to freeze or kill it. */
    public Process process() {
        return process;
    }

    /** Starts the server again after its process has ended; it recovers what it had committed. */
    public void restart() {
        process = run();
    }

    /** Stops it as an operator would. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private Process run() {
        List<String> command = new ArrayList<>(MariaDbPrograms.server(folder));
        command.add("--port=" + port);
        command.add("--bind-address=127.0.0.1");
        command.add("--skip-ssl");
        command.add("--skip-name-resolve");
        command.add("--default-time-zone=+05:45");
        command.add("--max-allowed-packet=64M");
        command.add("--max-connections=200");
        command.addAll(options);
        Path log = folder.resolve("server.log");
        try {
            Process started =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            awaitReadiness(started, log);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReadiness(Process started, Path log) throws IOException {
        while (!Files.readString(log).contains("ready for connections")) {
            if (!started.isAlive()) {
                throw new IllegalStateException("MariaDB did not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static final class Running {

        static final MariaDbServer SERVER = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER.process::destroyForcibly));
        }
    }
}
