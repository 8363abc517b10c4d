package io.annals.es.evolution;

import static io.annals.es.evolution.Upcaster.change;
import static io.annals.es.evolution.Upcaster.drop;
import static io.annals.es.evolution.Upcaster.rename;
import static io.annals.es.evolution.Upcaster.split;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.EventRevision;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.Apply;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.test.InMemoryStorage;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A journal whose events have changed: articles came with a price in euros once, then in cents;
 * were moved by one event, which is two now; and were inspected, which nobody wants to know.
 */
public final class Warehouse {

    /** What can happen today. */
    public sealed interface ArticleEvent {}

    /** Was {@code article-bought} with euros, then with cents, and has a currency now. */
    @EventType(value = "article-stored", revision = 3)
    public record Stored(String name, long cents, String currency) implements ArticleEvent {}

    /** One half of the former {@code article-moved}. */
    @EventType("article-left")
    public record Left(String shelf) implements ArticleEvent {}

    /** The other half. */
    @EventType("article-arrived")
    public record Arrived(String shelf) implements ArticleEvent {}

    /** The events that are folded. */
    @Aggregate(value = "article", events = ArticleEvent.class)
    public record Article(String name, long cents, String currency, List<String> way) {
        @Apply
        static Article on(Stored e) {
            return new Article(e.name(), e.cents(), e.currency(), List.of());
        }

        @Apply
        Article on(Left e) {
            return with("-" + e.shelf());
        }

        @Apply
        Article on(Arrived e) {
            return with("+" + e.shelf());
        }

        private Article with(String step) {
            List<String> longer = new ArrayList<>(way);
            longer.add(step);
            return new Article(name, cents, currency, List.copyOf(longer));
        }
    }

    static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** All that is needed. */
    public static final List<Upcaster<JsonObject>> UPCASTERS =
            List.of(
                    rename(
                            new EventRevision("article-bought", 1),
                            new EventRevision("article-stored", 2),
                            json ->
                                    JSON.createObjectBuilder(json)
                                            .remove("euros")
                                            .add("cents", json.getInt("euros") * 100L)
                                            .build()),
                    change(
                            "article-stored",
                            2,
                            json -> JSON.createObjectBuilder(json).add("currency", "EUR").build()),
                    split(
                            new EventRevision("article-moved", 1),
                            Set.of(
                                    new EventRevision("article-left", 1),
                                    new EventRevision("article-arrived", 1)),
                            json ->
                                    List.of(
                                            Part.of("article-left", 1, shelf(json, "from")),
                                            Part.of("article-arrived", 1, shelf(json, "to")))),
                    drop(new EventRevision("article-inspected", 1), "the law of 2031 forbids it"));

    static final StreamId STREAM = new StreamId("article", "1");

    final InMemoryStorage storage = new InMemoryStorage();
    final JsonbEventSerializer serializer = new JsonbEventSerializer();
    final TypedJournal journal;
    final AggregateRepository<Article> articles;

    Warehouse() {
        this(UPCASTERS);
    }

    Warehouse(List<? extends Upcaster<?>> upcasters) {
        journal =
                new TypedJournal(
                                storage,
                                serializer,
                                Warehouse::types,
                                storage.transactions(),
                                () -> {})
                        .upcasting(Evolution.of(upcasters, serializer));
        articles = new JournalRepository<>(AggregateDefinition.of(Article.class), journal);
    }

    static EventTypes types() {
        return EventTypes.of(EventTypes.permittedBy(ArticleEvent.class));
    }

    /** Stores an event as a former release has. */
    void store(String type, int revision, String json) {
        store(UUID.randomUUID(), type, revision, json);
    }

    void store(UUID id, String type, int revision, String json) {
        NewEvent event = new NewEvent(id, type, revision, json.getBytes(UTF_8));
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

    /** Stores five events, of which two are inspections. */
    void storeAll() {
        store("article-bought", 1, "{\"name\":\"bolt\",\"euros\":7}");
        store("article-inspected", 1, "{\"by\":\"eve\"}");
        store("article-moved", 1, "{\"from\":\"a\",\"to\":\"b\"}");
        store("article-left", 1, "{\"shelf\":\"b\"}");
        store("article-inspected", 1, "{\"by\":\"bob\"}");
    }

    private static JsonObject shelf(JsonObject moved, String which) {
        return JSON.createObjectBuilder().add("shelf", moved.getString(which)).build();
    }
}
