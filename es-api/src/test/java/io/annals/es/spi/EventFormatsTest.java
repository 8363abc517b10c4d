package io.annals.es.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFormatsTest {

    private final EventSerializer others = new Marked("others", Object.class);
    private final EventFormat texts = new Marked("texts", String.class);
    private final EventFormat numbers = new Marked("numbers", Number.class);
    private final EventSerializer all = EventFormats.of(others, List.of(texts, numbers));

    @Test
    void the_class_of_an_event_decides_who_writes_and_reads_it() {
        assertEquals("texts a", written("a"));
        assertEquals("numbers 1", written(1));
        assertEquals("others true", written(true));
        assertEquals("texts", all.deserialize(new byte[0], String.class));
        assertEquals("numbers String", all.text(new byte[0], Integer.class));
        assertEquals("others", all.mediaType(Boolean.class));
    }

    @Test
    void refuses_a_class_that_two_formats_cover() {
        EventSerializer twice =
                EventFormats.of(others, List.of(texts, new Marked("comparable", Comparable.class)));
        assertEquals(
                "others true",
                new String(EventFormats.of(others, List.of(texts, texts)).serialize(true), UTF_8));
        String message =
                assertThrows(DefinitionException.class, () -> twice.serialize("a")).getMessage();
        assertTrue(message.contains("java.lang.String"), message);
        assertThrows(DefinitionException.class, () -> twice.deserialize(new byte[0], String.class));
        assertThrows(DefinitionException.class, () -> twice.mediaType(String.class));
    }

    @Test
    void the_serialiser_itself_stays_where_there_are_no_formats() {
        assertSame(others, EventFormats.of(others, List.of()));
    }

    private String written(Object event) {
        return new String(all.serialize(event), UTF_8);
    }

    /** Says its name. */
    private record Marked(String name, Class<?> covered) implements EventFormat {

        @Override
        public boolean covers(Class<?> eventClass) {
            return covered.isAssignableFrom(eventClass);
        }

        @Override
        public String mediaType(Class<?> eventClass) {
            return name;
        }

        @Override
        public byte[] serialize(Object event) {
            return (name + " " + event).getBytes(UTF_8);
        }

        @Override
        public <E> E deserialize(byte[] payload, Class<E> eventClass) {
            return eventClass.cast(name);
        }

        @Override
        public String text(byte[] payload, Class<?> eventClass) {
            return name + " String";
        }
    }
}
