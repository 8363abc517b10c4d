package io.annals.es.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    /** The moment of the example in RFC 9562, appendix A.6. */
    private static final long MILLIS = 0x017F22E279B0L;

    @Test
    void an_id_is_a_uuid_of_version_7_that_begins_with_the_time() {
        UUID id = EventIds.at(MILLIS);
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertTrue(id.toString().startsWith("017f22e2-79b0-7"), id::toString);
    }

    @Test
    void ids_of_one_millisecond_differ() {
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(EventIds.at(MILLIS));
        }
        assertEquals(10_000, ids.size());
    }

    @Test
    void ids_are_ordered_as_their_times_are_when_compared_as_text() {
        List<String> ids =
                Stream.of(0L, 1L, MILLIS, MILLIS + 1, (1L << 48) - 1)
                        .map(millis -> EventIds.at(millis).toString())
                        .toList();
        assertEquals(ids.stream().sorted().toList(), ids);
    }
}
