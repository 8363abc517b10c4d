package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Settled;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The optional scripts, by which the database itself refuses to change or delete events. */
class ImmutableEventsTest {

    private static final StreamId STREAM = new StreamId("immutable", "a");

    private static final List<String> FORBIDDEN =
            List.of(
                    "UPDATE es_event SET payload = 'changed' WHERE version = 1",
                    "UPDATE es_event SET metadata = 'changed' WHERE version = 3",
                    "UPDATE es_event SET position = 3, version = 4 WHERE version = 3",
                    "UPDATE es_event SET position = 3, payload = 'changed' WHERE version = 3",
                    "UPDATE es_event SET position = NULL WHERE version = 1",
                    "UPDATE es_event SET position = 7 WHERE version = 1",
                    "DELETE FROM es_event WHERE version = 1",
                    "TRUNCATE TABLE es_event");

    static Stream<Opened> databases() {
        return Stream.of(
                new Opened("h2", H2File.create()),
                new Opened("postgresql", PostgresServer.create()),
                new Opened("mariadb", MariaDbServer.create()));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void events_can_be_appended_and_numbered_and_nothing_else(Opened opened) {
        try (TestDatabase database = new TestDatabase(opened.login)) {
            JournalStorage storage = database.journal();
            run(opened, database);
            database.transactions.inNew(() -> storage.append(Events.any(STREAM, 2)));
            assertEquals(new Settled(2, false), storage.settledUpTo());
            database.transactions.inNew(() -> storage.append(Events.any(STREAM, 1)));
            for (String statement : FORBIDDEN) {
                assertThrows(
                        IllegalStateException.class, () -> database.execute(statement), statement);
            }
            assertEquals(new Settled(3, false), storage.settledUpTo());
            assertEquals(
                    List.of("1 {}", "2 {}", "3 {}"),
                    storage.readStream(STREAM, 0, 10).events().stream()
                            .map(
                                    e ->
                                            e.version()
                                                    + " "
                                                    + new String(
                                                            e.payload(), StandardCharsets.UTF_8))
                            .toList());
        }
    }

    private static void run(Opened opened, TestDatabase database) {
        String script = script(opened.name);
        if (opened.name.equals("mariadb")) {
            MariaDbServer.runScript(opened.login, script);
        } else {
            database.execute(script);
        }
    }

    private static String script(String name) {
        try (InputStream script =
                ImmutableEventsTest.class.getResourceAsStream(
                        "/db/es-journal/%s/optional/immutable.sql".formatted(name))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Opened(String name, Login login) {}
}
