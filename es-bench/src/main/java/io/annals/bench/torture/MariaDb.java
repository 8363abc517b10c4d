package io.annals.bench.torture;

import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A MariaDB of its own. */
final class MariaDb implements Server {

    private static final Duration LONGEST_FREEZE = Duration.ofSeconds(5);

    private final Path data;
    private final Random random;
    private @Nullable MariaDbServer running;
    private @Nullable Login login;

    MariaDb(Path folder, Random random) {
        this.data = folder.resolve("mariadb");
        this.random = random;
    }

    @Override
    public void start() {
        MariaDbServer server = running;
        if (server != null) {
            server.restart();
            return;
        }
        try {
            MariaDbServer first = MariaDbServer.startIn(Files.createDirectory(data));
            running = first;
            login = first.createDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Login login() {
        Login known = login;
        if (known == null) {
            throw new IllegalStateException("MariaDB was not started");
        }
        return known;
    }

    @Override
    public void stopAtOnce() {
        running().process().destroyForcibly().onExit().join();
    }

    /** It has no processes but one, which stands still for a while. */
    @Override
    public void disturb() {
        Signals.send("STOP", running().process().pid());
        Session.pause(LONGEST_FREEZE.multipliedBy(random.nextInt(100)).dividedBy(100));
        Signals.send("CONT", running().process().pid());
    }

    private MariaDbServer running() {
        MariaDbServer server = running;
        if (server == null) {
            throw new IllegalStateException("MariaDB was not started");
        }
        return server;
    }

    @Override
    public void close() {
        MariaDbServer server = running;
        if (server != null) {
            server.close();
        }
    }
}
