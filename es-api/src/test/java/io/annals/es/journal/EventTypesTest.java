package io.annals.es.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    sealed interface Event {}

    @EventType("opened")
    record Opened() implements Event {}

    sealed interface Change extends Event {}

    @EventType(value = "renamed", revision = 2)
    record Renamed(String name) implements Change {}

    @EventType("closed")
    enum Closed implements Change {
        CLOSED
    }

    @EventType("opened")
    record OpenedAgain() {}

    record Nameless() {}

    @EventType("two words")
    record TwoWords() {}

    @EventType(value = "early", revision = 0)
    record Early() {}

    interface Open {}

    @Test
    void finds_every_concrete_class_below_a_sealed_type() {
        assertEquals(
                Set.of(Opened.class, Renamed.class, Closed.class),
                EventTypes.permittedBy(Event.class));
        assertEquals(Set.of(Opened.class), EventTypes.permittedBy(Opened.class));
    }

    @Test
    void refuses_event_types_that_are_not_closed() {
        assertFails(Open.class.getName(), () -> EventTypes.permittedBy(Open.class));
    }

    @Test
    void knows_name_and_revision_of_a_class_and_the_class_of_a_name() {
        EventTypes types = EventTypes.of(EventTypes.permittedBy(Event.class));
        assertEquals(2, types.typeFor(Renamed.class).orElseThrow().revision());
        assertEquals(Optional.of(Renamed.class), types.classOf("renamed"));
        assertEquals(Optional.empty(), types.classOf(Renamed.class.getName()));
        assertEquals(Set.of("opened", "renamed", "closed"), types.names());
    }

    @Test
    void takes_a_class_twice_but_not_a_name_for_two_classes() {
        assertEquals(Set.of("opened"), EventTypes.of(List.of(Opened.class, Opened.class)).names());
        assertFails(
                OpenedAgain.class.getName(),
                () -> EventTypes.of(List.of(Opened.class, OpenedAgain.class)));
    }

    @Test
    void refuses_classes_without_a_usable_type_name() {
        assertFails(Nameless.class.getName(), () -> EventTypes.of(List.of(Nameless.class)));
        assertFails("two words", () -> EventTypes.of(List.of(TwoWords.class)));
        assertFails("revision = 0", () -> EventTypes.of(List.of(Early.class)));
    }

    private static void assertFails(String named, Runnable definition) {
        String message = assertThrows(DefinitionException.class, definition::run).getMessage();
        assertTrue(message.contains(named), message);
    }
}
