package io.annals.demo.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";
    private static final Duration EACH = Duration.ofSeconds(Guesses.SECONDS);

    private final SetClock clock = new SetClock();
    private final Guesses guesses = new Guesses(clock);

    @Test
    void somebody_may_be_wrong_so_often_and_then_waits_for_each() {
        for (int i = 0; i < Guesses.AT_ONCE; i++) {
            assertEquals(Duration.ZERO, guesses.take(HERE), "guess " + i);
        }
        assertEquals(EACH, guesses.take(HERE));
        clock.now = clock.now.plus(EACH).minusMillis(1);
        assertEquals(Duration.ofMillis(1), guesses.take(HERE));
        clock.now = clock.now.plusMillis(1);
        assertEquals(Duration.ZERO, guesses.take(HERE));
        assertEquals(EACH, guesses.take(HERE));
    }

    @Test
    void what_is_not_looked_at_makes_nobody_wait_longer() {
        exhaust(HERE);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(EACH, guesses.take(HERE));
        }
    }

    @Test
    void others_do_not_wait() {
        exhaust(HERE);
        assertEquals(Duration.ZERO, guesses.take(ELSEWHERE));
    }

    @Test
    void who_is_right_never_waits() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Duration.ZERO, guesses.take(HERE));
            guesses.giveBack(HERE);
        }
    }

    @Test
    void who_is_right_gets_no_more_guesses_by_that() {
        for (int i = 1; i < Guesses.AT_ONCE; i++) {
            guesses.take(HERE);
        }
        guesses.take(HERE);
        guesses.giveBack(HERE);
        guesses.take(HERE);
        assertEquals(EACH, guesses.take(HERE));
        clock.now = clock.now.plus(Duration.ofDays(1));
        guesses.giveBack(HERE);
        exhaust(HERE);
        assertEquals(EACH, guesses.take(HERE));
    }

    @Test
    void a_clock_that_goes_back_keeps_nobody_out() {
        exhaust(HERE);
        clock.now = clock.now.minus(Duration.ofDays(1));
        assertEquals(EACH, guesses.take(HERE));
    }

    @Test
    void so_many_addresses_are_known_and_no_more() {
        exhaust(HERE);
        for (int i = 1; i < Guesses.ADDRESSES; i++) {
            guesses.take("10.0.%d.%d".formatted(i / 256, i % 256));
        }
        assertFalse(guesses.take(HERE).isZero());
        for (int i = 0; i < Guesses.ADDRESSES; i++) {
            guesses.take("10.1.%d.%d".formatted(i / 256, i % 256));
        }
        assertTrue(guesses.take(HERE).isZero());
    }

    private void exhaust(String address) {
        for (int i = 0; i < Guesses.AT_ONCE; i++) {
            guesses.take(address);
        }
    }

    private static final class SetClock extends Clock {

        private Instant now = Instant.parse("2026-01-31T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("only in " + ZoneOffset.UTC);
        }
    }
}
