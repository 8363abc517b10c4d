package io.annals.es.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.MetadataProvider;
import io.annals.es.spi.Tracing;
import io.annals.es.test.InMemoryStorage;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContextualJournalTest {

    @EventType("noted")
    public record Noted(String text) {}

    private static final StreamId STREAM = new StreamId("note", "1");
    private static final StreamId OTHER = new StreamId("note", "2");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Noted.class)),
                    storage.transactions(),
                    () -> {});

    @Test
    void stores_what_providers_say_with_every_event() {
        ContextualJournal told = told(() -> Map.of("user", "ann"), () -> Map.of("tenant", "7"));
        told.append(
                List.of(
                        append(STREAM, Metadata.empty()),
                        append(OTHER, Metadata.empty().with("note", "own"))));
        assertEquals(Map.of("user", "ann", "tenant", "7"), stored(STREAM));
        assertEquals(Map.of("user", "ann", "tenant", "7", "note", "own"), stored(OTHER));
    }

    @Test
    void asks_each_provider_once_for_an_append() {
        List<String> asked = new ArrayList<>();
        ContextualJournal told =
                told(
                        () -> {
                            asked.add("asked");
                            return Map.of();
                        });
        told.append(List.of(append(STREAM, Metadata.empty()), append(OTHER, Metadata.empty())));
        assertEquals(List.of("asked"), asked);
    }

    @Test
    void later_providers_prevail_and_the_append_over_all() {
        ContextualJournal told =
                told(
                        () -> Map.of("a", "first", "b", "first", "c", "first"),
                        () -> Map.of("b", "second", "c", "second"));
        told.append(List.of(append(STREAM, Metadata.empty().with("c", "append"))));
        assertEquals(Map.of("a", "first", "b", "second", "c", "append"), stored(STREAM));
    }

    @Test
    void what_is_appended_while_an_event_is_handled_names_it_as_its_cause() throws Exception {
        ContextualJournal told =
                told(() -> Map.of("correlation-id", "of a provider", "user", "ann"));
        told.append(List.of(append(STREAM, Metadata.empty().with("correlation-id", "request 7"))));
        EventEnvelope<Object> cause = journal.read(STREAM).findFirst().orElseThrow();

        HandledEvent.during(cause, () -> told.append(List.of(append(OTHER, Metadata.empty()))));

        assertEquals(
                Map.of(
                        "causation-id",
                        cause.eventId().toString(),
                        "correlation-id",
                        "request 7",
                        "user",
                        "ann"),
                stored(OTHER));
    }

    @Test
    void an_append_may_name_another_cause() throws Exception {
        ContextualJournal told = told();
        told.append(List.of(append(STREAM, Metadata.empty())));
        EventEnvelope<Object> cause = journal.read(STREAM).findFirst().orElseThrow();
        HandledEvent.during(
                cause,
                () ->
                        told.append(
                                List.of(
                                        append(
                                                OTHER,
                                                Metadata.empty().with("causation-id", "own")))));
        assertEquals(
                Map.of("causation-id", "own", "correlation-id", cause.eventId().toString()),
                stored(OTHER));
    }

    @Test
    void nothing_of_a_handled_event_is_left_on_the_thread() throws Exception {
        journal.append(List.of(append(STREAM, Metadata.empty())));
        journal.append(List.of(append(OTHER, Metadata.empty())));
        EventEnvelope<Object> outer = journal.read(STREAM).findFirst().orElseThrow();
        EventEnvelope<Object> inner = journal.read(OTHER).findFirst().orElseThrow();
        HandledEvent.during(
                outer,
                () -> {
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    HandledEvent.during(
                                            inner,
                                            () -> {
                                                throw new IllegalStateException("inner");
                                            }));
                    assertEquals(Optional.of(outer), HandledEvent.current());
                });
        assertEquals(Optional.empty(), HandledEvent.current());
    }

    @Test
    void a_provider_that_throws_is_named_and_nothing_is_stored() {
        RuntimeException thrown = new IllegalStateException("secret");
        EventSourcingException failure =
                fails(
                        told(
                                () -> {
                                    throw thrown;
                                }));
        assertTrue(failure.getMessage().contains("provider 0"), failure.getMessage());
        assertSame(thrown, failure.getCause());
    }

    @Test
    void so_is_one_that_throws_an_error() {
        EventSourcingException failure =
                fails(
                        told(
                                () -> {
                                    throw new AssertionError("secret");
                                }));
        assertTrue(failure.getMessage().contains("provider 0"), failure.getMessage());
        assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
    }

    @Test
    void a_value_that_is_too_long_is_refused_by_its_key_and_provider() {
        EventSourcingException failure =
                fails(told(() -> Map.of(), () -> Map.of("k", "v".repeat(8_193))));
        String message = failure.getMessage();
        assertTrue(
                message.contains("provider 1")
                        && message.contains("'k'")
                        && message.contains("8193")
                        && message.contains("8192"),
                message);
        assertFalse(message.contains("vv"), message);
    }

    @Test
    void a_missing_value_is_refused_by_its_key_and_provider() {
        Map<String, String> entries = new HashMap<>();
        entries.put("k", null);
        String message = fails(told(() -> entries)).getMessage();
        assertTrue(message.contains("provider 0") && message.contains("entry k"), message);
    }

    @Test
    void what_is_no_text_or_changes_meanwhile_is_refused_by_its_provider() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // as a provider in another language may
        Map<String, String> number = (Map) Map.of("k", 1);
        Map<String, String> changing =
                new HashMap<>(Map.of("k", "secret")) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Set<Map.Entry<String, String>> entrySet() {
                        throw new ConcurrentModificationException();
                    }
                };
        for (Map<String, String> entries : List.of(number, changing)) {
            String message = fails(told(() -> entries)).getMessage();
            assertTrue(message.contains("provider 0"), message);
            assertFalse(message.contains("secret"), message);
        }
    }

    @Test
    void entries_that_are_too_long_only_together_are_refused() {
        Map<String, String> large = new HashMap<>();
        for (int key = 0; key < 7; key++) {
            large.put("k" + key, "v".repeat(8_192));
        }
        ContextualJournal told = told(() -> large);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        told.append(
                                List.of(
                                        append(
                                                STREAM,
                                                Metadata.empty().with("own", "v".repeat(8_192))))));
        assertEquals(0, journal.read(STREAM).count());
    }

    private EventSourcingException fails(ContextualJournal told) {
        EventSourcingException failure =
                assertThrows(
                        EventSourcingException.class,
                        () -> told.append(List.of(append(STREAM, Metadata.empty()))));
        assertEquals(0, journal.read(STREAM).count());
        return failure;
    }

    private ContextualJournal told(MetadataProvider... providers) {
        List<MetadataSource> sources =
                Stream.of(providers)
                        .map(
                                provider ->
                                        new MetadataSource(
                                                "provider " + List.of(providers).indexOf(provider),
                                                provider))
                        .toList();
        return new ContextualJournal(journal, sources, Tracing.NONE);
    }

    private static Append append(StreamId stream, Metadata metadata) {
        return new Append(stream, ExpectedVersion.noStream(), List.of(new Noted("a")), metadata);
    }

    private Map<String, String> stored(StreamId stream) {
        return journal.read(stream).findFirst().orElseThrow().metadata().entries();
    }
}
