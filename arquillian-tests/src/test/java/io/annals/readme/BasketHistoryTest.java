package io.annals.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventEnvelope;
import io.annals.es.EventRevision;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.test.GoldenEvents;
import io.annals.es.test.InMemoryStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BasketHistoryTest {

    public sealed interface BasketEvent {}

    @EventType("basket-opened")
    public record Opened(String customer) implements BasketEvent {}

    @EventType(value = "item-taken", revision = 2)
    public record ItemTaken(String sku, long cents) implements BasketEvent {}

    @EventType("item-put-back")
    public record ItemPutBack(String sku) implements BasketEvent {}

    private static final StreamId STREAM = new StreamId("basket", "1");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final BasketHistory history = new BasketHistory();
    private final JsonbEventSerializer serializer = new JsonbEventSerializer();
    private final EventTypes types = EventTypes.of(EventTypes.permittedBy(BasketEvent.class));
    private final Evolution evolution =
            Evolution.of(
                    List.of(history.cents(), history.opened(), history.swapped(), history.looked()),
                    serializer);

    @Test
    void every_event_is_written_and_read_as_before() {
        // example:begin golden
        new GoldenEvents(
                        Path.of("src/test/resources/golden-events"),
                        new JsonbEventSerializer(),
                        List.of(history.cents(), history.opened()))
                .verify(
                        List.of(BasketEvent.class),
                        List.of(
                                new Opened("Ada"),
                                new ItemTaken("tea", 700),
                                new ItemPutBack("tea")));
        // example:end
    }

    @Test
    void what_was_stored_long_ago_is_read_as_events_of_today() {
        store("cart-opened", "{\"customer\":\"Ada\"}");
        store("item-taken", "{\"sku\":\"tea\",\"euros\":7}");
        store("item-looked-at", "{\"sku\":\"pot\"}");
        store("item-swapped", "{\"old\":{\"sku\":\"tea\"},\"new\":{\"sku\":\"pot\",\"cents\":5}}");
        TypedJournal journal =
                new TypedJournal(storage, serializer, () -> types, storage.transactions(), () -> {})
                        .upcasting(evolution);
        assertEquals(
                List.of(
                        new Opened("Ada"),
                        new ItemTaken("tea", 700),
                        new ItemPutBack("tea"),
                        new ItemTaken("pot", 5)),
                journal.read(STREAM).map(EventEnvelope::event).toList());
        evolution.requireReadable(storage.storedRevisions(), types);
        assertEquals(4, storage.storedRevisions().size());
        assertEquals("says nothing about the basket", history.looked().dropReason().orElseThrow());
        assertEquals(new EventRevision("item-looked-at", 1), history.looked().from());
    }

    private void store(String type, String json) {
        NewEvent event = new NewEvent(UUID.randomUUID(), type, 1, json.getBytes(UTF_8));
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
}
