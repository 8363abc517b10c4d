package io.annals.es.inline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.Append;
import io.annals.es.ContentionException;
import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.projection.DisallowReplay;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Mode;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import io.annals.es.projection.ProjectionDefinition;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.InMemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InlineProjectionsTest {

    @EventType("named")
    public record Named(String name) {}

    @EventType("left")
    public record Left(String name) {}

    @EventType("other")
    public record Other() {}

    static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Projection(name = "names", mode = Mode.INLINE, categories = "person")
    static class Names {
        final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> names = ConcurrentHashMap.newKeySet();
        private Consumer<String> then = name -> {};

        @EventHandler
        void on(Named event, EventEnvelope<?> envelope) {
            calls.add(event.name() + envelope.version() + " at " + envelope.position());
            if (!names.add(event.name())) {
                throw new Taken();
            }
            then.accept(event.name());
        }

        @EventHandler
        @DisallowReplay
        void on(Left event) {
            calls.add("left " + event.name());
        }

        @OnReset
        void empty() {
            calls.add("empty");
            names.clear();
        }
    }

    @Projection(name = "everybody", mode = Mode.INLINE)
    static class Everybody {
        final List<String> calls = new ArrayList<>();

        @EventHandler
        void on(Named event) {
            calls.add(event.name());
        }
    }

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal plain =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Named.class, Left.class, Other.class)),
                    storage.transactions(),
                    () -> {});
    private final Names names = new Names();
    private final InlineProjections inline = node(names);
    private final TypedJournal journal = plain.with(inline);

    @Test
    void a_handler_is_called_within_the_append_without_a_position() {
        inline.open();
        names.calls.clear();
        append("1", new Named("ann"));
        append("1", new Named("bob"), new Left("bob"));
        assertEquals(List.of("ann1 at 0", "bob2 at 0", "left bob"), names.calls);
    }

    @Test
    void what_a_handler_throws_reaches_the_caller_and_nothing_is_stored() {
        append("1", new Named("ann"));
        assertThrows(Taken.class, () -> append("2", new Named("ann")));
        assertEquals(0, journal.read(person("2")).count());
    }

    @Test
    void events_of_other_categories_and_types_pass_it_by() {
        inline.open();
        names.calls.clear();
        append("1", new Other());
        journal.append(
                new StreamId("animal", "1"), ExpectedVersion.any(), List.of(new Named("rex")));
        assertEquals(List.of(), names.calls);
    }

    @Test
    void each_projection_gets_what_it_handles() {
        Everybody everybody = new Everybody();
        TypedJournal both = plain.with(node(names, everybody));
        both.append(
                List.of(
                        new Append(
                                new StreamId("animal", "1"),
                                ExpectedVersion.any(),
                                List.of(new Named("rex")),
                                Metadata.empty()),
                        new Append(
                                person("1"),
                                ExpectedVersion.any(),
                                List.of(new Named("ann")),
                                Metadata.empty())));
        assertEquals(List.of("rex", "ann"), everybody.calls);
        assertEquals(List.of("empty", "ann1 at 0"), names.calls);
    }

    @Test
    void a_new_projection_is_built_from_what_is_stored_once_for_all_nodes() {
        plain.append(
                person("1"),
                ExpectedVersion.any(),
                List.of(new Named("ann"), new Left("ann"), new Named("bob")));
        plain.append(new StreamId("animal", "1"), ExpectedVersion.any(), List.of(new Named("rex")));
        inline.open();
        assertEquals(List.of("empty", "ann1 at 0", "bob3 at 0"), names.calls);
        inline.open();
        Names onAnotherNode = new Names();
        node(onAnotherNode).open();
        assertEquals(3, names.calls.size());
        assertEquals(List.of(), onAnotherNode.calls);
    }

    @Test
    void an_append_that_comes_before_the_start_builds_the_view_first() {
        plain.append(person("1"), ExpectedVersion.any(), List.of(new Named("ann")));
        append("1", new Named("bob"));
        assertEquals(List.of("empty", "ann1 at 0", "bob2 at 0"), names.calls);
    }

    @Test
    void a_projection_that_cannot_be_built_is_built_another_time() {
        plain.append(person("1"), ExpectedVersion.any(), List.of(new Named("ann")));
        IllegalStateException broken = new IllegalStateException("broken");
        names.then =
                name -> {
                    throw broken;
                };
        assertSame(broken, assertThrows(IllegalStateException.class, inline::open));
        assertEquals(Optional.empty(), storage.consumers().find("names-1"));
        names.then = name -> {};
        inline.open();
        assertTrue(storage.consumers().find("names-1").isPresent());
    }

    @Test
    void a_node_waits_while_another_one_builds_the_view_however_often_the_database_gives_up() {
        plain.append(person("1"), ExpectedVersion.any(), List.of(new Named("ann")));
        AtomicInteger givesUp = new AtomicInteger(3);
        names.then =
                name -> {
                    if (givesUp.getAndDecrement() > 0) {
                        throw new ContentionException("gave up", null);
                    }
                };
        inline.open();
        assertEquals(4, names.calls.stream().filter("empty"::equals).count());
    }

    @Test
    void a_rebuild_empties_the_view_and_handles_all_events_again_but_what_disallows_it() {
        append("1", new Named("ann"), new Left("ann"));
        for (int i = 0; i < 1_234; i++) {
            append("2", new Named("name" + i));
        }
        names.calls.clear();
        Rebuilt rebuilt = inline.rebuild("names-1");
        assertEquals(1_236, rebuilt.events());
        assertFalse(rebuilt.paused().isNegative() || rebuilt.paused().isZero());
        assertEquals(List.of("empty", "ann1 at 0", "name01 at 0"), names.calls.subList(0, 3));
        assertEquals(1_236, names.calls.size());
    }

    @Test
    void an_append_waits_for_a_rebuild_and_none_is_lost_or_handled_twice() throws Exception {
        inline.open();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            String writer = "writer" + w;
            writers.add(
                    threads.submit(
                            () -> {
                                for (int i = 0; i < 200; i++) {
                                    append(writer, new Named(writer + "-" + i));
                                }
                            }));
        }
        threads.shutdown();
        for (int i = 0; i < 50; i++) {
            inline.rebuild("names-1");
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertEquals(800, names.names.size());
    }

    @Test
    void refuses_a_rebuild_without_a_way_to_empty_the_view() {
        InlineProjections other = node(new Everybody());
        String message =
                assertThrows(EventSourcingException.class, () -> other.rebuild("everybody-1"))
                        .getMessage();
        assertTrue(message.contains("@OnReset") && message.contains("everybody-1"), message);
    }

    @Test
    void refuses_a_rebuild_of_what_it_does_not_know_and_names_those_it_does() {
        String message =
                assertThrows(IllegalArgumentException.class, () -> inline.rebuild("nobody-1"))
                        .getMessage();
        assertTrue(message.contains("nobody-1") && message.contains("names-1"), message);
        assertTrue(inline.contains("names-1"));
        assertFalse(inline.contains("nobody-1"));
    }

    @Test
    void refuses_a_view_that_was_kept_by_following_the_journal() {
        storage.transactions()
                .inNew(
                        () -> {
                            storage.consumers().create(StoredConsumer.first("names-1", 1));
                            return true;
                        });
        String message = assertThrows(DefinitionException.class, inline::open).getMessage();
        assertTrue(message.contains("names-1") && message.contains("another version"), message);
        assertThrows(DefinitionException.class, () -> append("1", new Named("ann")));
    }

    @Test
    void refuses_appends_of_a_handler() {
        inline.open();
        names.then = name -> append("2", new Other());
        String message =
                assertThrows(EventSourcingException.class, () -> append("1", new Named("ann")))
                        .getMessage();
        assertTrue(message.contains("person/2"), message);
        names.then = name -> {};
        append("1", new Named("bob"));
        assertEquals(1, journal.read(person("1")).count());
    }

    @Test
    void an_undeclared_checked_exception_of_a_handler_is_the_cause() {
        IOException undeclared = new IOException("undeclared");
        names.then = name -> sneak(undeclared);
        EventSourcingException failure =
                assertThrows(EventSourcingException.class, () -> append("1", new Named("ann")));
        assertSame(undeclared, failure.getCause());
        assertTrue(failure.getMessage().contains("names-1"), failure.getMessage());
    }

    @Test
    void an_append_fails_and_the_next_one_builds_the_view_where_its_row_was_removed() {
        append("1", new Named("ann"));
        storage.transactions()
                .inNew(
                        () -> {
                            storage.consumers().remove("names-1");
                            return true;
                        });
        names.calls.clear();
        assertThrows(EventSourcingException.class, () -> append("1", new Named("bob")));
        append("1", new Named("bob"));
        assertEquals(List.of("empty", "ann1 at 0", "bob2 at 0"), names.calls);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception thrown) throws E {
        throw (E) thrown;
    }

    private InlineProjections node(Object... projections) {
        return new InlineProjections(
                plain,
                storage,
                storage.transactions(),
                List.of(projections).stream().map(InlineProjectionsTest::of).toList());
    }

    private static InlineProjection of(Object projection) {
        ProjectionDefinition definition = ProjectionDefinition.of(projection.getClass());
        return new InlineProjection(
                definition,
                new io.annals.es.consumer.EventHandler() {
                    @Override
                    public void handle(EventEnvelope<?> event) throws Exception {
                        definition.handle(projection, event, false);
                    }

                    @Override
                    public void replay(EventEnvelope<?> event) throws Exception {
                        definition.handle(projection, event, true);
                    }

                    @Override
                    public void onReset() throws Exception {
                        definition.reset(projection);
                    }
                });
    }

    private void append(String id, Object... events) {
        journal.append(person(id), ExpectedVersion.any(), List.of(events));
    }

    private static StreamId person(String id) {
        return new StreamId("person", id);
    }
}
