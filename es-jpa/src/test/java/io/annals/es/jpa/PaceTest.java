package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int FOR_HOURS = 10_000_000;

    private final Pace pace = new Pace(Duration.ofHours(1));
    private final FutureTask<Boolean> append =
            new FutureTask<>(
                    () -> {
                        pace.await(FOR_HOURS);
                        return true;
                    });
    private final Thread writer = new Thread(append);

    @Test
    void an_append_goes_on_once_the_sequencer_has_come_closer() throws Exception {
        startAndSeeWaiting();
        pace.waiting(10_000);
        assertTrue(append.get(1, TimeUnit.MINUTES));
    }

    @Test
    void an_append_goes_on_when_nobody_looks_any_more() throws Exception {
        startAndSeeWaiting();
        assertTrue(append.get(1, TimeUnit.MINUTES));
    }

    @Test
    void an_append_waits_a_millisecond_for_each_event_and_a_tenth_of_a_second_at_most() {
        Pace real = new Pace();
        real.waiting(10_001);
        assertTrue(waited(real, 30) >= 30);
        assertTrue(waited(real, FOR_HOURS) >= 100);
    }

    @Test
    void nobody_waits_for_a_sequencer_that_is_not_far_behind() {
        pace.waiting(10_000);
        pace.await(FOR_HOURS);
    }

    @Test
    void an_interrupted_append_fails_and_stays_interrupted() throws Exception {
        pace.waiting(10_001);
        Thread.currentThread().interrupt();
        assertThrows(EventSourcingException.class, () -> pace.await(FOR_HOURS));
        assertTrue(Thread.interrupted());
    }

    private void startAndSeeWaiting() {
        pace.waiting(10_001);
        writer.start();
        while (writer.getState() != Thread.State.TIMED_WAITING) {
            assertFalse(append.isDone());
            pace.waiting(10_001); // it may take long until the thread runs
            LockSupport.parkNanos(1_000);
        }
    }

    private static long waited(Pace pace, int events) {
        long start = System.nanoTime();
        pace.await(events);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
