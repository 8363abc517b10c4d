package io.annals.es.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectionDefinitionTest {

    sealed interface Event {}

    sealed interface Ending extends Event {}

    @EventType("opened")
    record Opened() implements Event {}

    @EventType("closed")
    record Closed() implements Ending {}

    @EventType("burnt")
    record Burnt() implements Ending {}

    @EventType("other")
    record Other() {}

    static class Recorder {
        final List<String> calls = new ArrayList<>();
    }

    @Projection(name = "most-specific")
    static class MostSpecific extends Recorder {
        @EventHandler
        void any(Event event) {
            calls.add("any " + event);
        }

        @EventHandler
        void ending(Ending event) {
            calls.add("ending " + event);
        }

        @EventHandler
        void burnt(Burnt event) {
            calls.add("burnt " + event);
        }
    }

    @Projection(name = "envelopes", version = 3, categories = "house")
    static class Envelopes extends Recorder {
        @EventHandler
        void opened(EventEnvelope<Opened> envelope) {
            calls.add(envelope.toString());
        }

        @EventHandler
        void ended(
                EventEnvelope<? extends Ending> envelope,
                Metadata metadata,
                EventEnvelope<?> again) {
            assertSame(envelope, again);
            assertSame(envelope.metadata(), metadata);
            calls.add("ended " + envelope.event());
        }
    }

    @Projection(name = "audit")
    static class Audit extends Recorder {
        @EventHandler
        public void all(EventEnvelope<?> envelope) {
            calls.add("all " + envelope.event());
        }

        @EventHandler
        protected void opened(Opened event, EventEnvelope<Event> envelope, Metadata metadata) {
            calls.add("opened " + envelope.version() + metadata.entries());
        }
    }

    interface FromInterface {
        @EventHandler
        default void burnt(Burnt event) {
            ((Recorder) this).calls.add("interface");
        }
    }

    static class Above extends Recorder {
        @EventHandler
        void opened(Opened event) {
            calls.add("above");
        }

        @EventHandler
        void closed(Closed event) {
            calls.add("above");
        }
    }

    @Projection(name = "inherited")
    static class Inherited extends Above implements FromInterface {
        @Override
        void opened(Opened event) {
            calls.add("override");
        }

        @Override
        @EventHandler
        void closed(Closed event) {
            calls.add("override");
        }
    }

    @Projection(name = "throwing")
    static class Throwing {
        @EventHandler
        void opened(Opened event) throws IOException {
            throw new IOException("as it is");
        }
    }

    static class Mailing extends Recorder {
        @EventHandler
        @DisallowReplay
        void burnt(Burnt event) {
            calls.add("mail");
        }

        @OnReset
        void reset() {
            calls.add("above");
        }
    }

    @Projection(name = "effects")
    static class Effects extends Mailing {
        @EventHandler
        void any(Event event) {
            calls.add("any " + event);
        }

        @Override
        void burnt(Burnt event) {
            calls.add("letter");
        }

        @Override
        void reset() {
            calls.add("empty");
        }
    }

    @Projection(name = "no-reset")
    static class NoReset extends Recorder {
        @EventHandler
        void any(Event event) {}
    }

    @Projection(name = "failing-reset")
    static class FailingReset extends NoReset {
        @OnReset
        void reset() throws IOException {
            throw new IOException("as it is");
        }
    }

    @Test
    void a_method_that_disallows_replay_gets_new_events_only_and_nobody_gets_the_others()
            throws Exception {
        Effects projection = new Effects();
        handle(projection, new Opened(), new Burnt());
        replay(projection, new Opened(), new Burnt());
        assertEquals(List.of("any Opened[]", "letter", "any Opened[]"), projection.calls);
    }

    @Test
    void a_reset_calls_the_method_for_it_as_the_class_overrides_it() throws Exception {
        Effects projection = new Effects();
        ProjectionDefinition definition = ProjectionDefinition.of(Effects.class);
        definition.reset(projection);
        assertEquals(List.of("empty"), projection.calls);
        assertTrue(definition.hasReset());
    }

    @Test
    void a_reset_does_nothing_where_there_is_no_method_for_it() throws Exception {
        NoReset projection = new NoReset();
        ProjectionDefinition definition = ProjectionDefinition.of(NoReset.class);
        definition.reset(projection);
        assertEquals(List.of(), projection.calls);
        assertFalse(definition.hasReset());
    }

    @Test
    void what_a_reset_throws_arrives_as_it_is() {
        assertEquals(
                "as it is",
                assertThrows(
                                IOException.class,
                                () ->
                                        ProjectionDefinition.of(FailingReset.class)
                                                .reset(new FailingReset()))
                        .getMessage());
    }

    @Test
    void names_the_methods_that_are_called_for_it_the_reset_last() {
        assertEquals(
                List.of("reset"),
                ProjectionDefinition.of(Effects.class).methods().stream()
                        .map(Method::getName)
                        .skip(2)
                        .toList());
        assertEquals(1, ProjectionDefinition.of(NoReset.class).methods().size());
    }

    @Test
    void the_most_specific_handler_gets_the_event_and_no_other() throws Exception {
        MostSpecific projection = new MostSpecific();
        handle(projection, new Opened(), new Closed(), new Burnt());
        assertEquals(List.of("any Opened[]", "ending Closed[]", "burnt Burnt[]"), projection.calls);
    }

    @Test
    void a_handler_takes_the_envelope_and_the_metadata() throws Exception {
        Envelopes projection = new Envelopes();
        handle(projection, new Opened(), new Closed());
        assertEquals(List.of("house/1 version 1 (x)", "ended Closed[]"), projection.calls);
    }

    @Test
    void a_handler_of_all_gets_what_no_other_takes() throws Exception {
        Audit projection = new Audit();
        handle(projection, new Opened(), new Other());
        assertEquals(List.of("opened 1{}", "all Other[]"), projection.calls);
    }

    @Test
    void inherited_handlers_count_and_overrides_are_called_once() throws Exception {
        Inherited projection = new Inherited();
        handle(projection, new Opened(), new Closed(), new Burnt());
        assertEquals(List.of("override", "override", "interface"), projection.calls);
    }

    @Test
    void names_its_consumer_by_name_and_version() {
        assertEquals("envelopes-3", ProjectionDefinition.of(Envelopes.class).consumer());
        assertEquals("audit-1", ProjectionDefinition.of(Audit.class).consumer());
    }

    @Test
    void tells_the_log_what_it_follows() {
        assertEquals(
                "projection %s as consumer 'envelopes-3', events [burnt, closed, opened] of categories [house]"
                        .formatted(Envelopes.class.getName()),
                ProjectionDefinition.of(Envelopes.class).toString());
        assertEquals(
                "projection %s as consumer 'audit-1', all events of all categories"
                        .formatted(Audit.class.getName()),
                ProjectionDefinition.of(Audit.class).toString());
    }

    @Test
    void leaves_out_known_types_without_a_handler_and_lets_unknown_ones_through() {
        EventFilter filter =
                ProjectionDefinition.of(Envelopes.class)
                        .filter(Set.of("opened", "closed", "burnt", "other"));
        assertTrue(filter.matches("house", "burnt"));
        assertFalse(filter.matches("house", "other"));
        assertTrue(filter.matches("house", "a type that nobody knows"));
        assertFalse(filter.matches("elsewhere", "burnt"));
    }

    @Test
    void a_handler_of_all_leaves_out_nothing() {
        assertEquals(
                EventFilter.all(), ProjectionDefinition.of(Audit.class).filter(Set.of("other")));
    }

    @Test
    void what_a_handler_throws_arrives_as_it_is() {
        assertEquals(
                "as it is",
                assertThrows(IOException.class, () -> handle(new Throwing(), new Opened()))
                        .getMessage());
    }

    @Test
    void refuses_an_event_that_no_handler_takes() {
        String message =
                assertThrows(
                                EventSourcingException.class,
                                () -> handle(new Throwing(), new Other()))
                        .getMessage();
        assertTrue(message.contains(Throwing.class.getName()), message);
        assertTrue(message.contains(Other.class.getName()), message);
    }

    private static void handle(Object projection, Object... events) throws Exception {
        call(projection, false, events);
    }

    private static void replay(Object projection, Object... events) throws Exception {
        call(projection, true, events);
    }

    private static void call(Object projection, boolean replayed, Object... events)
            throws Exception {
        ProjectionDefinition definition = ProjectionDefinition.of(projection.getClass());
        for (Object event : events) {
            definition.handle(
                    projection,
                    new EventEnvelope<>(
                            event,
                            "x",
                            new StreamId("house", "1"),
                            1,
                            1,
                            UUID.randomUUID(),
                            Instant.EPOCH,
                            Metadata.empty()),
                    replayed);
        }
    }
}
