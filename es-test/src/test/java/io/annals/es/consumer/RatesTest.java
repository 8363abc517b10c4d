package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.Checkpoint;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {

    private long head = Long.MAX_VALUE;
    private final Rates rates = new Rates(() -> head);
    private Duration now = Duration.ofSeconds(100);

    @Test
    void are_positions_a_second() {
        look(0, 1_000);
        look(2, 1_500);
        assertEquals(250, rates.of("sales"), 1e-9);
    }

    @Test
    void are_nothing_of_what_was_seen_once_or_never() {
        look(0, 1_000);
        assertEquals(0, rates.of("sales"));
        assertEquals(0, rates.of("other"));
    }

    @Test
    void follow_a_change_within_a_few_looks() {
        look(0, 0);
        look(1, 100);
        look(1, 300);
        assertEquals(130, rates.of("sales"), 1e-9);
        for (int i = 2; i <= 20; i++) {
            look(1, 100 + 200 * i);
        }
        assertEquals(200, rates.of("sales"), 1);
    }

    @Test
    void are_never_negative_where_a_checkpoint_was_moved_back() {
        look(0, 1_000);
        look(1, 0);
        assertEquals(0, rates.of("sales"));
        look(1, 100);
        assertTrue(rates.of("sales") > 0);
    }

    @Test
    void do_not_count_a_look_at_the_same_moment() {
        look(0, 1_000);
        look(0, 2_000);
        look(1, 1_010);
        assertEquals(10, rates.of("sales"), 1e-9);
    }

    @Test
    void tell_for_how_long_a_checkpoint_has_not_moved_though_it_is_behind() {
        assertEquals(Duration.ZERO, rates.unmoved("sales"));
        head = 1_000;
        look(0, 1_000);
        look(60, 1_000); // it has nothing to do
        assertEquals(Duration.ZERO, rates.unmoved("sales"));
        head = 5_000;
        look(1, 1_000);
        look(29, 1_000);
        assertEquals(Duration.ofSeconds(30), rates.unmoved("sales"));
        look(1, 1_001);
        assertEquals(Duration.ZERO, rates.unmoved("sales"));
        look(5, 0); // reset
        assertEquals(Duration.ZERO, rates.unmoved("sales"));
        look(5, 0);
        assertEquals(Duration.ofSeconds(5), rates.unmoved("sales"));
        assertEquals(0, rates.position("sales"));
    }

    private void look(int seconds, long position) {
        now = now.plusSeconds(seconds);
        rates.look(Map.of("sales", new Checkpoint(1, position, 0)), now.toNanos());
    }
}
