package io.annals.es.inline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Mode;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import io.annals.es.projection.ProjectionDefinition;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Inline projections among the consumers of the journal. */
@Timeout(60)
class InlineConsumersTest {

    @EventType("named")
    public record Named(String name) {}

    @Projection(name = "names", version = 2, mode = Mode.INLINE)
    static class Names {
        final List<String> names = new ArrayList<>();

        @EventHandler
        void on(Named event) {
            names.add(event.name());
        }

        @OnReset
        void empty() {
            names.clear();
        }
    }

    private static final StreamId STREAM = new StreamId("person", "1");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal plain =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Named.class)),
                    storage.transactions(),
                    () -> {});
    private final ConsumerEngine engine =
            new ConsumerEngine(
                    storage,
                    plain,
                    storage.transactions(),
                    Thread::new,
                    new Polling(Duration.ofMillis(1), Duration.ofMillis(5)));
    private final Names names = new Names();
    private final InlineProjections inline = inline(List.of(names));
    private final TypedJournal journal = plain.with(inline);
    private final Consumers here = inline.among(engine.consumers());
    private final InlineProjections none = inline(List.of());
    private final Consumers elsewhere = none.among(engine.consumers());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void an_inline_projection_is_listed_and_never_behind() {
        engine.open();
        engine.start(following("sales-1"));
        Receipt receipt = append("ann");
        here.awaitCaughtUp("sales", receipt, Duration.ofSeconds(30));
        Map<String, ConsumerState> states =
                here.list().stream()
                        .collect(Collectors.toMap(ConsumerState::name, Function.identity()));
        assertEquals(Activity.INLINE, states.get("names-2").activity());
        assertEquals(0, states.get("names-2").lag());
        assertEquals(states.get("sales-1").head(), states.get("names-2").position());
        assertEquals(Activity.RUNNING, states.get("sales-1").activity());
    }

    @Test
    void a_reset_builds_its_view_anew() {
        append("ann");
        names.names.add("by mistake");
        here.reset("names-2", 0);
        assertEquals(List.of("ann"), names.names);
        names.names.add("by mistake");
        here.reset("names", 0);
        assertEquals(List.of("ann"), names.names);
    }

    @Test
    void a_reset_to_something_else_than_the_beginning_is_refused() {
        append("ann");
        assertRefused(IllegalArgumentException.class, () -> here.reset("names-2", 1), "names-2");
        assertRefused(
                IllegalArgumentException.class,
                () -> here.reset("names", Instant.EPOCH),
                "names-2");
        assertEquals(List.of("ann"), names.names);
    }

    @Test
    void a_reset_where_the_application_does_not_have_it_is_refused() {
        append("ann");
        assertRefused(IllegalStateException.class, () -> elsewhere.reset("names", 0), "names-2");
    }

    @Test
    void it_cannot_be_paused_or_resumed() {
        append("ann");
        assertRefused(IllegalStateException.class, () -> here.pause("names"), "names-2");
        assertRefused(IllegalStateException.class, () -> elsewhere.resume("names-2"), "names-2");
    }

    @Test
    void it_is_caught_up_as_soon_as_the_append_has_committed_and_not_asked_before() {
        here.awaitCaughtUp("names", append("ann"), Duration.ZERO);
        storage.transactions()
                .inNew(
                        () -> {
                            Receipt receipt = append("bob");
                            assertRefused(
                                    IllegalStateException.class,
                                    () ->
                                            here.awaitCaughtUp(
                                                    "names", receipt, Duration.ofSeconds(30)),
                                    "person/1",
                                    "version 2");
                            return true;
                        });
    }

    @Test
    void it_can_be_retired_once_the_application_does_not_have_it() {
        append("ann");
        assertRefused(IllegalStateException.class, () -> here.retire("names", 2), "names-2");
        elsewhere.retire("names", 2);
        assertEquals(List.of(), elsewhere.list());
    }

    @Test
    void a_name_that_is_not_known_is_refused_as_ever() {
        append("ann");
        assertRefused(IllegalArgumentException.class, () -> here.reset("nobody", 0), "names-2");
        assertEquals(2, here.activeVersion("names"));
    }

    @Test
    void other_consumers_are_controlled_as_ever() {
        engine.open();
        engine.start(following("sales-1"));
        here.awaitCaughtUp("sales-1", append("ann"), Duration.ofSeconds(30));
        here.pause("sales");
        assertEquals(
                List.of(Activity.INLINE, Activity.PAUSED),
                here.list().stream().map(ConsumerState::activity).toList());
        here.resume("sales");
        here.reset("sales", 0);
    }

    @Test
    void a_consumer_that_was_an_inline_projection_is_refused() {
        append("ann");
        assertRefused(
                DefinitionException.class,
                () -> none.requireInline(List.of("sales-1", "names-2")),
                "names-2",
                "another version");
        none.requireInline(List.of("sales-1"));
        inline.requireInline(List.of("sales-1"));
    }

    private static void assertRefused(
            Class<? extends RuntimeException> type, Executable call, String... named) {
        String message = assertThrows(type, call).getMessage();
        for (String name : named) {
            assertTrue(message.contains(name), () -> name + " is not in: " + message);
        }
    }

    private Receipt append(String name) {
        return journal.append(STREAM, ExpectedVersion.any(), List.of(new Named(name)));
    }

    private static Consumer following(String name) {
        return new Consumer(name, EventFilter.all(), Delivery.EXACTLY_ONCE, event -> {});
    }

    private InlineProjections inline(List<Names> projections) {
        return new InlineProjections(
                plain,
                storage,
                storage.transactions(),
                projections.stream().map(InlineConsumersTest::of).toList());
    }

    private static InlineProjection of(Names names) {
        ProjectionDefinition definition = ProjectionDefinition.of(Names.class);
        return new InlineProjection(
                definition,
                new io.annals.es.consumer.EventHandler() {
                    @Override
                    public void handle(EventEnvelope<?> event) throws Exception {
                        definition.handle(names, event, false);
                    }

                    @Override
                    public void onReset() throws Exception {
                        definition.reset(names);
                    }
                });
    }
}
