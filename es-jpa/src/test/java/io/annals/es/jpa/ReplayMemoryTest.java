package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A stream of a million events, and the journal with them, read by a process with little memory.
 */
class ReplayMemoryTest {

    private static final StreamId LONG = new StreamId("replayed", "long");
    private static final int EVENTS = 1_000_000;
    private static final int LARGE_EVENTS = 30;
    private static final long ROOM = 64L << 20;

    private static final String FILL_POSTGRESQL =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            SELECT 'replayed', 'long', n, gen_random_uuid(), 'happened', 1, decode(repeat(md5(n::text), 8), 'hex')
            FROM generate_series(1, %d) n"""
                    .formatted(EVENTS);

    /** These alone would need ten times the room. */
    private static final String FILL_LARGE_POSTGRESQL =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            SELECT 'replayed', 'large', n, gen_random_uuid(), 'happened', 1, convert_to(repeat('x', 4 * 1024 * 1024), 'UTF8')
            FROM generate_series(1, %d) n"""
                    .formatted(LARGE_EVENTS);

    /** Numbered already: how that is done is not looked at here. */
    private static final String FILL_MARIADB =
            """
            INSERT INTO es_event (category, stream_id, version, position, event_id, type, revision, payload)
            SELECT 'replayed', 'long', seq, seq, concat('00000000-0000-7000-8000-', lpad(hex(seq), 12, '0')), 'happened', 1,
                unhex(repeat(md5(seq), 8))
            FROM seq_1_to_%d"""
                    .formatted(EVENTS);

    private static final String FILL_LARGE_MARIADB =
            """
            INSERT INTO es_event (category, stream_id, version, position, event_id, type, revision, payload)
            SELECT 'replayed', 'large', seq, %d + seq, uuid(), 'happened', 1, repeat('x', 4 * 1024 * 1024)
            FROM seq_1_to_%d"""
                    .formatted(EVENTS, LARGE_EVENTS);

    @Test
    void a_million_events_on_postgresql_are_read_with_little_memory() throws Exception {
        readsAll(
                PostgresServer.create(),
                FILL_POSTGRESQL,
                FILL_LARGE_POSTGRESQL,
                "ANALYZE es_event");
    }

    @Test
    void a_million_events_on_mariadb_are_read_with_little_memory() throws Exception {
        readsAll(
                MariaDbServer.create(), FILL_MARIADB, FILL_LARGE_MARIADB, "ANALYZE TABLE es_event");
    }

    private static void readsAll(Login login, String... fill) throws Exception {
        try (TestDatabase database = new TestDatabase(login)) {
            database.journal();
            database.execute(fill);
        }
        Process reader = start(login);
        String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, reader.waitFor(), said);
        int all = EVENTS + LARGE_EVENTS;
        assertTrue(
                said.contains("stream %d journal %d typed %d".formatted(EVENTS, all, all)), said);
    }

    private static Process start(Login login) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx74m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        ReplayMemoryTest.class.getName(),
                        login.url(),
                        login.user(),
                        login.password())
                .redirectErrorStream(true)
                .start();
    }

    /** The process with little memory. */
    public static void main(String[] login) {
        try (TestDatabase database = new TestDatabase(new Login(login[0], login[1], login[2]))) {
            JournalStorage journal = database.journal();
            journal.readStream(LONG, 0, 1);
            System.gc();
            Runtime memory = Runtime.getRuntime();
            long idle = memory.totalMemory() - memory.freeMemory();
            long room = memory.maxMemory() - idle;
            System.out.printf("idle %d KB, room %d KB%n", idle >> 10, room >> 10);
            if (room > ROOM) {
                throw new IllegalStateException("That is too much room to show anything");
            }
            System.out.printf(
                    "stream %d journal %d typed %d%n",
                    stream(journal), journal(journal), typed(journal, database));
        }
    }

    private static long stream(JournalStorage journal) {
        long count = 0;
        while (true) {
            Page page = journal.readStream(LONG, count, 1_000);
            count += page.events().size();
            if (!page.more()) {
                return count;
            }
        }
    }

    private static long journal(JournalStorage journal) {
        long count = 0;
        long position = 0;
        long upTo = journal.settledUpTo().position();
        while (true) {
            Page page = journal.read(position, upTo, EventFilter.all(), 1_000);
            count += page.events().size();
            if (!page.more()) {
                return count;
            }
            position = page.events().get(page.events().size() - 1).position();
        }
    }

    /** As an application reads it. */
    private static long typed(JournalStorage storage, TestDatabase database) {
        EventTypes types = EventTypes.of(List.of(Happened.class));
        EventJournal journal =
                new TypedJournal(
                        storage, new Wrapping(), () -> types, database.transactions, () -> {});
        return journal.readAll(0, EventFilter.all()).mapToLong(event -> 1).sum();
    }

    @EventType("happened")
    record Happened(byte[] payload) {}

    /** Events are their payloads. */
    private static final class Wrapping implements EventSerializer {

        @Override
        public String mediaType(Class<?> eventClass) {
            return "application/octet-stream";
        }

        @Override
        public byte[] serialize(Object event) {
            return ((Happened) event).payload();
        }

        @Override
        public <E> E deserialize(byte[] payload, Class<E> eventClass) {
            return eventClass.cast(new Happened(payload));
        }

        @Override
        public String text(byte[] payload, Class<?> eventClass) {
            return payload.length + " bytes";
        }
    }
}
