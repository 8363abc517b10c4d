package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@SuppressWarnings({
    "UnusedMethod",
    "UnusedVariable"
}) // private @Apply methods are found by reflection
class AggregateDefinitionTest {

    sealed interface Event {}

    @EventType("opened")
    record Opened(String owner) implements Event {}

    @EventType("added")
    record Added(int amount) implements Event {}

    @EventType("noted")
    record Noted() implements Event {}

    @Aggregate(value = "account", events = Event.class, ignores = Noted.class)
    record Account(String owner, int balance) {
        @Apply
        private static Account on(Opened e) {
            return new Account(e.owner(), 0);
        }

        @Apply
        Account on(Added e) {
            if (e.amount() < 0) {
                throw new IllegalStateException("negative");
            }
            return new Account(owner, balance + e.amount());
        }
    }

    @Aggregate(value = "account", events = Event.class)
    static class History {
        final List<String> lines = new ArrayList<>();

        @Apply
        void on(Opened e) {
            lines.add("opened for " + e.owner());
        }

        @Apply
        void on(Added e) {
            lines.add("added " + e.amount());
        }

        @Apply
        private void on(Noted e) {
            lines.add("noted");
        }
    }

    @Aggregate(value = "account", events = Event.class, ignores = Noted.class)
    sealed interface State {
        record Empty(String owner) implements State {}

        record Filled(String owner, int balance) implements State {}

        @Apply
        static State on(Opened e) {
            return new Empty(e.owner());
        }

        @Apply
        default State on(Added e) {
            return new Filled(
                    this instanceof Empty empty ? empty.owner() : ((Filled) this).owner(),
                    e.amount());
        }
    }

    @Aggregate(
            value = "account",
            events = Event.class,
            ignores = {Noted.class, Opened.class})
    static class Counter {
        int count;

        @Apply
        void on(Added e) {
            count++;
        }
    }

    @Test
    void folds_a_record() {
        AggregateDefinition<Account> definition = AggregateDefinition.of(Account.class);
        assertEquals("account", definition.category());
        assertEquals(Set.of(Opened.class, Added.class, Noted.class), definition.events());
        assertEquals(
                new Account("ann", 5),
                fold(definition, new Opened("ann"), new Added(2), new Noted(), new Added(3)));
    }

    @Test
    void folds_a_mutable_class_from_its_empty_state() {
        History history =
                fold(
                        AggregateDefinition.of(History.class),
                        new Noted(),
                        new Opened("ann"),
                        new Added(2));
        assertEquals(List.of("noted", "opened for ann", "added 2"), history.lines);
    }

    @Test
    void folds_a_sealed_interface_whose_states_are_records() {
        assertEquals(
                new State.Filled("ann", 7),
                fold(AggregateDefinition.of(State.class), new Opened("ann"), new Added(7)));
    }

    static class LongHistory extends History {
        @Override
        @Apply
        void on(Added e) {
            lines.add("added long ago " + e.amount());
        }
    }

    @Aggregate(value = "account", events = Event.class)
    static class OldHistory extends LongHistory {}

    @Test
    void applies_inherited_methods_and_the_override_instead_of_what_it_overrides() {
        OldHistory history =
                fold(AggregateDefinition.of(OldHistory.class), new Opened("ann"), new Added(2));
        assertEquals(List.of("opened for ann", "added long ago 2"), history.lines);
    }

    @Test
    void has_no_state_before_the_first_event_that_is_not_ignored() {
        assertNull(fold(AggregateDefinition.of(Account.class), new Noted()));
    }

    @Test
    void has_the_empty_state_of_a_mutable_class_after_events_it_ignores() {
        assertEquals(0, fold(AggregateDefinition.of(Counter.class), new Noted()).count);
    }

    @Test
    void refuses_a_history_that_starts_with_another_event() {
        assertCannotApply(
                "no earlier event made a state",
                AggregateDefinition.of(Account.class),
                new Added(1));
    }

    @Test
    void refuses_a_second_first_event() {
        assertCannotApply(
                "there is one already",
                AggregateDefinition.of(Account.class),
                new Opened("a"),
                new Opened("b"));
    }

    @Test
    void refuses_an_event_that_is_not_its_own() {
        assertCannotApply(
                "java.lang.String is not among its events",
                AggregateDefinition.of(Account.class),
                "x");
    }

    @Test
    void names_the_event_whose_apply_method_throws() {
        EventSourcingException failure =
                assertCannotApply(
                        "threw java.lang.IllegalStateException",
                        AggregateDefinition.of(Account.class),
                        new Opened("a"),
                        new Added(-1));
        assertTrue(
                failure.getMessage().contains("account/1 version 2 (added)"), failure.getMessage());
        assertEquals("negative", failure.getCause().getMessage());
    }

    static <A> A fold(AggregateDefinition<A> definition, Object... events) {
        A state = null;
        for (int i = 0; i < events.length; i++) {
            state = definition.apply(state, envelope(i + 1, events[i]));
        }
        return state;
    }

    private static EventEnvelope<Object> envelope(long version, Object event) {
        EventType type = event.getClass().getAnnotation(EventType.class);
        return new EventEnvelope<>(
                event,
                type == null ? "unknown" : type.value(),
                new StreamId("account", "1"),
                version,
                version,
                new UUID(0, version),
                Instant.EPOCH,
                Metadata.empty());
    }

    private static EventSourcingException assertCannotApply(
            String reason, AggregateDefinition<?> definition, Object... events) {
        EventSourcingException failure =
                assertThrows(EventSourcingException.class, () -> fold(definition, events));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        return failure;
    }
}
