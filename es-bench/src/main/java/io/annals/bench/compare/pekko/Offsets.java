package io.annals.bench.compare.pekko;

import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.raw.Pool;
import io.annals.bench.numbers.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A table of how far readers have come, beside the tables that Pekko's own scripts make. */
final class Offsets implements AutoCloseable {

    private static final String OFFSETS =
            "CREATE TABLE IF NOT EXISTS reader_offset (name varchar(100) PRIMARY KEY, position bigint NOT NULL)";

    private final Pool pool;

    Offsets(Site site) {
        this.pool = new Pool(site);
        if (!site.again()) {
            run(script(site.kind()));
        }
    }

    private static List<String> script(Kind kind) {
        String name =
                kind == Kind.H2
                        ? "/schema/h2/h2-create-schema.sql"
                        : "/schema/postgres/postgres-create-schema.sql";
        List<String> statements = new ArrayList<>();
        statements.add(OFFSETS);
        try (InputStream script = Objects.requireNonNull(Offsets.class.getResourceAsStream(name))) {
            Stream.of(new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";"))
                    .filter(sql -> sql.contains("event_journal") || sql.contains("event_tag"))
                    .forEach(statements::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return statements;
    }

    private void run(List<String> statements) {
        try (Connection connection = pool.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void begin(String name) {
        update("INSERT INTO reader_offset (position, name) VALUES (?, ?)", 0, name);
    }

    void advance(String name, long position) {
        update("UPDATE reader_offset SET position = ? WHERE name = ?", position, name);
    }

    private void update(String sql, long position, String name) {
        try (Connection connection = pool.source().getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, position);
            update.setString(2, name);
            update.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
