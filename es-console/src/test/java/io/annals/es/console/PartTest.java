package io.annals.es.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void a_page_that_has_all_is_the_last_one_also_if_it_is_full() {
        assertEquals(new Part<>(List.of(), false), read(0, 3));
        assertEquals(new Part<>(List.of(1, 2), false), read(2, 3));
        assertEquals(new Part<>(List.of(1, 2, 3), false), read(3, 3));
        assertEquals(Optional.empty(), read(3, 3).next());
    }

    @Test
    void the_next_page_begins_after_the_last_one_of_this() {
        Part<Integer> part = read(4, 3);
        assertEquals(List.of(1, 2, 3), part.items());
        assertEquals(Optional.of(3), part.next());
    }

    private static Part<Integer> read(int there, int limit) {
        return Part.read(
                limit, most -> IntStream.rangeClosed(1, Math.min(there, most)).boxed().toList());
    }
}
