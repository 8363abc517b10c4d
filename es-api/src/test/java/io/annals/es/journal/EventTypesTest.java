package io.annals.es.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import io.annals.es.spi.EventNaming;
import java.util.List;
import java.util.Map;
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

    record Generated() {}

    @EventType("annotated")
    record Annotated() {}

    record NamedTwice() {}

    record BadlyNamed() {}

    /** Found by {@code META-INF/services}. */
    public static final class Naming implements EventNaming {

        private static final Map<Class<?>, EventType> NAMES =
                Map.of(
                        Generated.class, new EventType.Literal("generated", 7),
                        Annotated.class, new EventType.Literal("other", 1),
                        NamedTwice.class, new EventType.Literal("one", 1),
                        BadlyNamed.class, new EventType.Literal("no name", 1));

        @Override
        public Optional<EventType> typeOf(Class<?> eventClass) {
            return Optional.ofNullable(NAMES.get(eventClass));
        }
    }

    /** Found by {@code META-INF/services}. */
    public static final class SecondNaming implements EventNaming {

        @Override
        public Optional<EventType> typeOf(Class<?> eventClass) {
            return eventClass == NamedTwice.class
                    ? Optional.of(new EventType.Literal("other", 1))
                    : Optional.empty();
        }
    }

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
        assertFails("revision 0", () -> EventTypes.of(List.of(Early.class)));
    }

    @Test
    void takes_the_name_of_a_class_that_cannot_carry_it_from_a_naming() {
        EventTypes types = EventTypes.of(List.of(Generated.class, Renamed.class));
        assertEquals(Optional.of(Generated.class), types.classOf("generated"));
        assertEquals(7, types.typeFor(Generated.class).orElseThrow().revision());
        assertEquals(
                Optional.of(new EventType.Literal("generated", 7)),
                EventTypes.declaredBy(Generated.class));
        assertEquals(Optional.empty(), EventTypes.declaredBy(Nameless.class));
    }

    @Test
    void goes_by_the_annotation_where_a_naming_says_something_else() {
        assertEquals("annotated", EventTypes.declaredBy(Annotated.class).orElseThrow().value());
    }

    @Test
    void refuses_a_class_that_two_namings_name() {
        assertFails("[one, other]", () -> EventTypes.of(List.of(NamedTwice.class)));
    }

    @Test
    void refuses_what_a_naming_says_as_it_refuses_an_annotation() {
        assertFails(
                "the type name 'no name', revision 1",
                () -> EventTypes.of(List.of(BadlyNamed.class)));
    }

    private static void assertFails(String named, Runnable definition) {
        String message = assertThrows(DefinitionException.class, definition::run).getMessage();
        assertTrue(message.contains(named), message);
    }
}
