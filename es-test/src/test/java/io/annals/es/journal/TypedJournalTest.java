package io.annals.es.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.UnreadableEventException;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.test.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TypedJournalTest {

    @EventType(value = "noted", revision = 3)
    public record Noted(String text) {}

    record Unknown() {}

    private static final StreamId STREAM = new StreamId("note", "1");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final AtomicInteger commits = new AtomicInteger();
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Noted.class)),
                    storage.transactions(),
                    commits::incrementAndGet);

    @Test
    void gives_back_what_was_appended_with_all_that_is_known_of_it() {
        Metadata metadata = Metadata.empty().with(Metadata.USER, "ann");
        journal.append(
                List.of(
                        new Append(
                                STREAM,
                                ExpectedVersion.noStream(),
                                List.of(new Noted("a"), new Noted("b")),
                                metadata)));
        List<EventEnvelope<Object>> events = journal.read(STREAM).toList();
        assertEquals(
                List.of(new Noted("a"), new Noted("b")),
                events.stream().map(EventEnvelope::event).toList());
        assertEquals(List.of(1L, 2L), events.stream().map(EventEnvelope::version).toList());
        EventEnvelope<Object> last = events.get(1);
        assertEquals("noted", last.type());
        assertEquals(STREAM, last.stream());
        assertEquals(metadata, last.metadata());
        assertEquals(OptionalLong.of(last.position()), journal.position(new Receipt(STREAM, 2)));
        assertEquals(3, storage.readStream(STREAM, 0, 1).events().get(0).revision());
    }

    @Test
    void reads_streams_and_journal_of_many_pages_without_loss_or_repetition() {
        List<Noted> notes = IntStream.range(0, 2_500).mapToObj(i -> new Noted("" + i)).toList();
        journal.append(STREAM, ExpectedVersion.noStream(), notes);
        assertEquals(notes, journal.read(STREAM).map(EventEnvelope::event).toList());
        assertEquals(
                notes, journal.readAll(0, EventFilter.all()).map(EventEnvelope::event).toList());
        assertEquals(
                notes.subList(1_000, 2_500),
                journal.read(STREAM, 1_000).map(EventEnvelope::event).toList());
    }

    @Test
    void lists_the_ids_of_a_category_over_many_pages() {
        for (int i = 0; i < 2_001; i++) {
            journal.append(
                    new StreamId("note", "" + i),
                    ExpectedVersion.noStream(),
                    List.of(new Noted("")));
        }
        journal.append(
                new StreamId("other", "x"), ExpectedVersion.noStream(), List.of(new Noted("")));
        List<String> ids = journal.ids("note").toList();
        assertEquals(2_001, ids.stream().distinct().count());
        assertEquals(2_001, ids.size());
    }

    @Test
    void refuses_an_event_of_an_unknown_class_and_stores_nothing_of_the_append() {
        String message =
                assertThrows(
                                UnknownEventTypeException.class,
                                () ->
                                        journal.append(
                                                STREAM,
                                                ExpectedVersion.noStream(),
                                                List.of(new Noted("a"), new Unknown())))
                        .getMessage();
        assertTrue(
                message.contains(Unknown.class.getName()) && message.contains("note/1"), message);
        assertEquals(List.of(), journal.read(STREAM).toList());
    }

    @Test
    void refuses_an_append_without_events_and_a_stream_named_twice() {
        assertThrows(
                IllegalArgumentException.class,
                () -> journal.append(STREAM, ExpectedVersion.any(), Collections.emptyList()));
        Append append =
                new Append(
                        STREAM, ExpectedVersion.any(), List.of(new Noted("a")), Metadata.empty());
        assertThrows(IllegalArgumentException.class, () -> journal.append(List.of(append, append)));
        assertEquals(List.of(), journal.read(STREAM).toList());
    }

    @Test
    void never_skips_an_event_it_cannot_read() {
        store("noted", "{\"text\":\"a\"}");
        store("noted", "{\"text\":");
        assertUnreadable(2, "noted");
    }

    @Test
    void never_skips_an_event_of_an_unknown_type() {
        store("vanished", "{}");
        assertUnreadable(1, "vanished");
    }

    @Test
    void tells_of_a_commit_but_not_of_a_rollback() {
        journal.append(STREAM, ExpectedVersion.any(), List.of(new Noted("a")));
        assertEquals(1, commits.get());
        assertThrows(
                EventSourcingException.class,
                () ->
                        storage.transactions()
                                .inNew(
                                        () -> {
                                            journal.append(
                                                    STREAM,
                                                    ExpectedVersion.any(),
                                                    List.of(new Noted("b")));
                                            storage.transactions().setRollbackOnly();
                                            return 0;
                                        }));
        assertEquals(1, commits.get());
        assertEquals(1, journal.read(STREAM).count());
    }

    private void store(String type, String json) {
        NewEvent event =
                new NewEvent(UUID.randomUUID(), type, 3, json.getBytes(StandardCharsets.UTF_8));
        storage.transactions()
                .inNew(
                        () ->
                                storage.append(
                                        List.of(
                                                new StreamAppend(
                                                        STREAM,
                                                        ExpectedVersion.any(),
                                                        List.of(event),
                                                        Metadata.empty()))));
    }

    private void assertUnreadable(long version, String type) {
        for (var events : List.of(journal.read(STREAM), journal.readAll(0, EventFilter.all()))) {
            UnreadableEventException failure =
                    assertThrows(UnreadableEventException.class, events::toList);
            assertEquals(STREAM, failure.stream());
            assertEquals(version, failure.version());
            assertEquals(type, failure.type());
            assertTrue(
                    failure.getMessage().contains("note/1 version " + version),
                    failure.getMessage());
        }
    }
}
