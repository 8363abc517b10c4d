package io.annals.bench.torture;

import io.annals.testing.Login;
import io.annals.testing.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of its own. */
final class PostgreSql implements Server {

    private static final String DATABASE = "postgres";
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(5);

    private final Path data;
    private final Random random;
    private @Nullable EmbeddedPostgres running;

    PostgreSql(Path folder, Random random) {
        this.data = folder.resolve("postgresql");
        this.random = random;
    }

    @Override
    public void start() {
        EmbeddedPostgres.Builder builder =
                PostgresServer.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPGStartupWait(LONGEST_RECOVERY);
        EmbeddedPostgres before = running;
        if (before != null) {
            builder.setPort(before.getPort());
        }
        try {
            running = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Login login() {
        EmbeddedPostgres server = running;
        if (server == null) {
            throw new IllegalStateException("PostgreSQL was not started");
        }
        return PostgresServer.login(server, DATABASE);
    }

    /** As {@code pg_ctl -m immediate} does. */
    @Override
    public void stopAtOnce() {
        ProcessHandle server = process();
        Signals.send("QUIT", server.pid());
        server.onExit().join();
        close();
    }

    /** Kills a process that serves a connection: the server throws all others out and recovers. */
    @Override
    public void disturb() {
        List<ProcessHandle> children = process().children().toList();
        if (!children.isEmpty()) {
            children.get(random.nextInt(children.size())).destroyForcibly();
        }
    }

    private ProcessHandle process() {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also gives up the lock on the data, where the server has ended already. */
    @Override
    public void close() {
        EmbeddedPostgres server = running;
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
