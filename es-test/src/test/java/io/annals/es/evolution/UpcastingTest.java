package io.annals.es.evolution;

import static io.annals.es.evolution.Warehouse.STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventParts;
import io.annals.es.EventRevision;
import io.annals.es.ReusedEventIdException;
import io.annals.es.StreamId;
import io.annals.es.UnreadableEventException;
import io.annals.es.aggregate.AggregateNotFoundException;
import io.annals.es.aggregate.Versioned;
import io.annals.es.evolution.Warehouse.Arrived;
import io.annals.es.evolution.Warehouse.Article;
import io.annals.es.evolution.Warehouse.Left;
import io.annals.es.evolution.Warehouse.Stored;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read where events of old revisions are stored. */
class UpcastingTest {

    private final Warehouse warehouse = new Warehouse();

    @Test
    void a_stream_is_read_as_what_it_is_today() {
        warehouse.storeAll();
        assertEquals(
                List.of(
                        "1 article-stored Stored[name=bolt, cents=700, currency=EUR]",
                        "3 article-left Left[shelf=a]",
                        "3 article-arrived Arrived[shelf=b]",
                        "4 article-left Left[shelf=b]"),
                texts(warehouse.journal.read(STREAM)));
    }

    @Test
    void parts_have_the_identity_and_the_places_of_what_is_stored() {
        warehouse.storeAll();
        List<EventParts> stored = warehouse.journal.readParts(STREAM, 2).toList();
        EventParts moved = stored.get(0);
        assertEquals(3, moved.version());
        assertEquals(List.of(0, 1), moved.events().stream().map(EventEnvelope::part).toList());
        for (EventEnvelope<Object> part : moved.events()) {
            assertEquals(moved.eventId(), part.eventId());
            assertEquals(moved.time(), part.time());
            assertEquals(
                    warehouse.storage.readStream(STREAM, 2, 1).events().get(0).position(),
                    part.position());
        }
        assertEquals(5, stored.get(2).version());
        assertEquals(List.of(), stored.get(2).events());
    }

    @Test
    void an_aggregate_folds_all_parts_and_has_the_stored_version() {
        warehouse.storeAll();
        assertEquals(
                new Versioned<>("1", 5, new Article("bolt", 700, "EUR", List.of("-a", "+b", "-b"))),
                warehouse.articles.load("1"));
        assertEquals(
                new Article("bolt", 700, "EUR", List.of("-a", "+b")),
                warehouse.articles.loadAt("1", 3).state());
        assertEquals(6, warehouse.articles.update("1", now -> List.of(new Left("c"))).version());
    }

    @Test
    void an_aggregate_of_which_all_is_dropped_is_none_but_its_stream_is_taken() {
        warehouse.store("article-inspected", 1, "{}");
        assertEquals(Optional.empty(), warehouse.articles.find("1"));
        assertThrows(AggregateNotFoundException.class, () -> warehouse.articles.load("1"));
        assertThrows(
                RuntimeException.class,
                () -> warehouse.articles.create("1", new Stored("x", 1, "EUR")));
    }

    @Test
    void the_journal_is_filtered_by_the_types_of_today() {
        warehouse.storeAll();
        warehouse.store("article-stored", 2, "{\"name\":\"nut\",\"cents\":5}");
        assertEquals(
                List.of(
                        "1 article-stored Stored[name=bolt, cents=700, currency=EUR]",
                        "6 article-stored Stored[name=nut, cents=5, currency=EUR]"),
                readAll(new EventFilter(Set.of(), Set.of("article-stored"))));
        assertEquals(
                List.of("3 article-arrived Arrived[shelf=b]"),
                readAll(new EventFilter(Set.of(), Set.of("article-arrived"))));
        assertEquals(
                List.of("3 article-arrived Arrived[shelf=b]"),
                readAll(
                        new EventFilter(
                                Set.of(), Set.of(), Set.of("article-stored", "article-left"))));
        assertEquals(List.of(), readAll(new EventFilter(Set.of(), Set.of("article-bought"))));
    }

    @Test
    void what_is_written_today_is_read_without_upcasters() {
        warehouse.articles.create("2", new Stored("nut", 1, "USD"), new Arrived("z"));
        assertEquals(
                new Article("nut", 1, "USD", List.of("+z")), warehouse.articles.load("2").state());
    }

    @Test
    void a_repeat_of_what_a_former_release_has_stored_gets_its_receipt() {
        UUID command = UUID.randomUUID();
        warehouse.articles.once(command).create("9", new Stored("nut", 500, "EUR"));
        UUID id = warehouse.storage.readStream(stream("9"), 0, 1).events().get(0).eventId();
        Warehouse upgraded = new Warehouse();
        upgraded.store(id, "article-bought", 1, "{\"euros\":5,\"name\":\"nut\"}");
        assertEquals(
                1,
                upgraded.articles
                        .once(command)
                        .create("1", new Stored("nut", 500, "EUR"))
                        .version());
        assertThrows(
                ReusedEventIdException.class,
                () -> upgraded.articles.once(command).create("1", new Stored("nut", 501, "EUR")));
        assertEquals(1, upgraded.journal.readParts(STREAM, 0).count());
    }

    @Test
    void a_repeat_of_what_is_split_or_dropped_is_refused() {
        UUID command = UUID.randomUUID();
        warehouse.articles.once(command).create("9", new Left("a"));
        UUID id = warehouse.storage.readStream(stream("9"), 0, 1).events().get(0).eventId();
        for (String type : List.of("article-moved", "article-inspected")) {
            Warehouse upgraded = new Warehouse();
            upgraded.store(id, type, 1, "{\"from\":\"a\",\"to\":\"b\"}");
            assertThrows(
                    ReusedEventIdException.class,
                    () -> upgraded.articles.once(command).create("1", new Left("a")));
        }
    }

    @Test
    void an_upcaster_that_throws_makes_the_event_unreadable_and_quotes_nothing_of_it() {
        Warehouse broken =
                new Warehouse(
                        List.of(
                                Upcaster.<JsonObject>change(
                                        "article-stored",
                                        2,
                                        json -> {
                                            throw new NumberFormatException(
                                                    "secret " + json.getString("name"));
                                        })));
        broken.store("article-stored", 2, "{\"name\":\"hidden\"}");
        UnreadableEventException failure = assertUnreadable(broken);
        assertMessage(
                failure,
                "article/1 version 1",
                "'article-stored'",
                "revision 2",
                "Could not upcast 'article-stored' revision 2 by io.annals.es.evolution.",
                "NumberFormatException");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("secret"), trace::toString);
        assertFalse(trace.toString().contains("hidden"), trace::toString);
    }

    @Test
    void an_error_in_an_upcaster_makes_the_event_unreadable_and_quotes_nothing_of_it() {
        for (Error error : List.of(new AssertionError("hidden"), new LinkageError("hidden"))) {
            Warehouse broken =
                    new Warehouse(
                            List.of(
                                    Upcaster.<JsonObject>change(
                                            "article-stored",
                                            2,
                                            json -> {
                                                throw error;
                                            })));
            broken.store("article-stored", 2, "{}");
            assertQuotesNothing(assertUnreadable(broken), error.getClass().getName());
        }
    }

    @Test
    void an_upcaster_that_fails_to_say_why_it_drops_makes_the_event_unreadable() {
        EventRevision from = new EventRevision("article-stored", 2);
        Warehouse broken =
                new Warehouse(
                        List.of(
                                new Upcaster<JsonObject>() {
                                    @Override
                                    public EventRevision from() {
                                        return from;
                                    }

                                    @Override
                                    public Set<EventRevision> to() {
                                        return Set.of(new EventRevision("article-stored", 3));
                                    }

                                    @Override
                                    public Optional<String> dropReason() {
                                        throw new IllegalStateException("hidden");
                                    }

                                    @Override
                                    public List<Part<JsonObject>> upcast(JsonObject payload) {
                                        return List.of();
                                    }
                                }));
        broken.store("article-stored", 2, "{}");
        assertQuotesNothing(assertUnreadable(broken), IllegalStateException.class.getName());
    }

    private static void assertQuotesNothing(UnreadableEventException failure, String kind) {
        assertMessage(failure, "article/1 version 1", "'article-stored'", "revision 2", kind);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("hidden"), trace::toString);
    }

    @Test
    void an_upcaster_that_recurses_for_ever_makes_the_event_unreadable() {
        Warehouse broken =
                new Warehouse(
                        List.of(
                                Upcaster.<JsonObject>change(
                                        "article-stored", 2, UpcastingTest::forEver)));
        broken.store("article-stored", 2, "{}");
        assertMessage(assertUnreadable(broken), "article/1 version 1", "nested too deeply");
    }

    @Test
    void an_upcaster_that_makes_what_it_does_not_say_makes_the_event_unreadable() {
        for (List<Part<JsonObject>> parts :
                List.of(
                        List.of(Part.of("article-stored", 2, JsonObject.EMPTY_JSON_OBJECT)),
                        List.<Part<JsonObject>>of())) {
            Warehouse broken =
                    new Warehouse(
                            List.of(
                                    Upcaster.<JsonObject>split(
                                            new EventRevision("article-stored", 2),
                                            Set.of(new EventRevision("article-stored", 3)),
                                            json -> parts)));
            broken.store("article-stored", 2, "{}");
            assertMessage(
                    assertUnreadable(broken),
                    "article/1 version 1",
                    "says that it makes 'article-stored' revision 3");
        }
    }

    @Test
    void a_gap_a_newer_revision_and_an_unknown_end_make_events_unreadable() {
        warehouse.store("article-stored", 1, "{}");
        assertMessage(assertUnreadable(warehouse), "no upcaster leads on from revision 1");
        Warehouse older = new Warehouse();
        older.store("article-stored", 4, "{\"name\":\"nut\",\"cents\":1,\"currency\":\"EUR\"}");
        assertMessage(assertUnreadable(older), "knows nothing of revision 4");
        Warehouse astray =
                new Warehouse(
                        List.of(
                                Upcaster.<JsonObject>rename(
                                        new EventRevision("article-bought", 1),
                                        new EventRevision("article-sold", 1),
                                        json -> json)));
        astray.store("article-bought", 1, "{}");
        assertMessage(
                assertUnreadable(astray),
                "an upcaster leads to 'article-sold' revision 1, but no event class");
    }

    @Test
    void malformed_json_and_what_does_not_fit_are_unreadable() {
        warehouse.store("article-stored", 2, "{\"name\":");
        assertMessage(assertUnreadable(warehouse), "could not be parsed");
        Warehouse other = new Warehouse();
        other.store("article-stored", 2, "{\"name\":\"hidden\",\"cents\":\"hidden\"}");
        UnreadableEventException failure = assertUnreadable(other);
        assertMessage(failure, "does not fit", Stored.class.getName());
        assertFalse(String.valueOf(failure.getCause()).contains("hidden"));
    }

    private static JsonObject forEver(JsonObject json) {
        return json.isEmpty() ? forEver(json) : json;
    }

    private static UnreadableEventException assertUnreadable(Warehouse warehouse) {
        assertThrows(
                UnreadableEventException.class,
                () -> warehouse.journal.readAll(0, EventFilter.all()).toList());
        return assertThrows(UnreadableEventException.class, () -> warehouse.articles.load("1"));
    }

    private static void assertMessage(UnreadableEventException failure, String... parts) {
        String message = String.valueOf(failure.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " is missing: " + message);
        }
    }

    private List<String> readAll(EventFilter filter) {
        return texts(warehouse.journal.readAll(0, filter));
    }

    private static List<String> texts(Stream<EventEnvelope<Object>> events) {
        return events.map(e -> "%d %s %s".formatted(e.version(), e.type(), e.event())).toList();
    }

    private static StreamId stream(String id) {
        return new StreamId("article", id);
    }
}
