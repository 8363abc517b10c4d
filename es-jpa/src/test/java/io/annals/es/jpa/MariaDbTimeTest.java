package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.TestDatabase;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MariaDB keeps times without their zone, and everybody has another one. */
class MariaDbTimeTest {

    private static final StreamId STREAM = new StreamId("timed", "a");

    @ParameterizedTest
    @EnumSource
    void an_event_keeps_its_time_in_the_hour_that_clocks_skip(PersistenceProviders provider) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        Login login = MariaDbServer.create();
        try (TestDatabase database = new TestDatabase(login, provider)) {
            JournalStorage storage = database.journal();
            database.transactions.inNew(() -> storage.append(Events.any(STREAM, 1)));
            database.execute("UPDATE es_event SET time = '2026-03-29 02:30:00.123456'");
            assertEquals(
                    Instant.parse("2026-03-29T02:30:00.123456Z"),
                    storage.readStream(STREAM, 0, 1).events().get(0).time());
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
