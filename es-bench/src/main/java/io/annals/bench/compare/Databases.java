package io.annals.bench.compare;

import io.annals.bench.numbers.Kind;
import io.annals.testing.Login;
import io.annals.testing.Orphans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One server, on which everybody gets databases of their own, which are new and empty. */
final class Databases implements AutoCloseable {

    private static final AtomicInteger CREATED = new AtomicInteger();
    private static final Map<Kind, String> PARAMETERS =
            Map.of(
                    Kind.POSTGRESQL,
                    "reWriteBatchedInserts=true",
                    Kind.MARIADB,
                    "useBulkStmts=true");

    private final Kind kind;
    private final Login server;
    private final AutoCloseable running;

    private Databases(Kind kind, Login server, AutoCloseable running) {
        this.kind = kind;
        this.server = server;
        this.running = running;
    }

    /** Starts a server, or uses one that is there. */
    static Databases of(Options options) throws IOException {
        if (options.server().isPresent()) {
            return new Databases(options.kind(), options.server().get(), () -> {});
        }
        Path folder = Files.createTempDirectory("annals-compare");
        Orphans.leaveNothing(folder);
        Kind.Running started = options.kind().start(folder);
        return new Databases(options.kind(), started.login(), started.server());
    }

    /** A new database, for one who is compared; with what is known to make its driver fast. */
    Login create(String purpose) {
        String name =
                "compare_%s_%d_%d"
                        .formatted(
                                purpose.replace('-', '_'),
                                ProcessHandle.current().pid(),
                                CREATED.incrementAndGet());
        if (kind != Kind.H2) {
            execute("CREATE DATABASE " + name);
        }
        return new Login(url(name), server.user(), server.password());
    }

    /** Drops what {@link #create} has made. */
    void drop(Login database) {
        switch (kind) {
            case POSTGRESQL -> execute("DROP DATABASE %s WITH (FORCE)".formatted(name(database)));
            case MARIADB -> execute("DROP DATABASE " + name(database));
            case H2 -> execute(database, "DROP ALL OBJECTS DELETE FILES");
        }
    }

    /** What the server calls itself, and its version. */
    String product() throws SQLException {
        try (Connection connection = connect(server)) {
            return "%s %s"
                    .formatted(
                            connection.getMetaData().getDatabaseProductName(),
                            connection.getMetaData().getDatabaseProductVersion());
        }
    }

    /** The server's URL, with another database. */
    private String url(String name) {
        if (kind == Kind.H2) {
            int options = server.url().indexOf(';');
            return options < 0
                    ? server.url() + "-" + name
                    : "%s-%s%s"
                            .formatted(
                                    server.url().substring(0, options),
                                    name,
                                    server.url().substring(options));
        }
        int options = server.url().indexOf('?');
        String place = options < 0 ? server.url() : server.url().substring(0, options);
        String given = options < 0 ? "" : "&" + server.url().substring(options + 1);
        return "%s%s?%s%s"
                .formatted(
                        place.substring(0, place.lastIndexOf('/') + 1),
                        name,
                        PARAMETERS.get(kind),
                        given);
    }

    private static String name(Login database) {
        String place = database.url().substring(0, database.url().indexOf('?'));
        return place.substring(place.lastIndexOf('/') + 1);
    }

    private void execute(String sql) {
        execute(server, sql);
    }

    private static void execute(Login login, String sql) {
        try (Connection connection = connect(login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(Login login) throws SQLException {
        return DriverManager.getConnection(login.url(), login.user(), login.password());
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
