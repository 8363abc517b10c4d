package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.ReusedEventIdException;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Two transactions append events with the same ids at the same time: the one that loses fails in a
 * way that a retry mends, if it does not get the first receipt at once.
 */
interface RepeatRaces extends RepeatedAppends {

    /** How often two threads race. */
    int ROUNDS = 30;

    /** How often a lost race is tried again; more often than it takes. */
    int TRIES = 10;

    @Test
    default void of_two_repeats_at_once_one_is_stored_and_both_get_its_receipt() {
        for (ExpectedVersion expected :
                List.of(ExpectedVersion.any(), ExpectedVersion.noStream())) {
            for (int round = 1; round <= ROUNDS; round++) {
                String id = "%s, round %d".formatted(expected, round);
                StreamAppend append = once(id, expected, List.of(event("1"), event("2")));
                Receipt receipt = new Receipt(stream(id), 2);
                assertEquals(
                        List.of(receipt, receipt),
                        Waiting.together(List.of(() -> retried(append), () -> retried(append))));
                assertEquals(List.of("1", "2"), texts(stream(id)));
            }
        }
    }

    @Test
    default void a_repeat_that_waits_for_the_first_append_gets_its_receipt() {
        StreamAppend append = once("a", ExpectedVersion.noStream(), List.of(event("1")));
        try (OpenTransaction first = OpenTransaction.begin(transactions());
                OpenTransaction second = OpenTransaction.begin(transactions())) {
            first.run(() -> append(append));
            Future<List<Receipt>> waiting = second.start(() -> append(append));
            first.commit();
            endAfterRace(second, waiting);
        }
        assertEquals(new Receipt(stream("a"), 1), retried(append));
        assertEquals(List.of("1"), texts(stream("a")));
    }

    @Test
    default void an_id_that_another_stream_is_just_getting_is_refused_for_good_after_its_commit() {
        List<NewEvent> events = List.of(event("1"));
        StreamAppend toA = once("a", ExpectedVersion.any(), events);
        StreamAppend toB = once("b", ExpectedVersion.any(), events);
        try (OpenTransaction first = OpenTransaction.begin(transactions());
                OpenTransaction second = OpenTransaction.begin(transactions())) {
            first.run(() -> append(toA));
            Future<List<Receipt>> waiting = second.start(() -> append(toB));
            first.commit();
            assertThrows(
                    ReusedEventIdException.class,
                    () -> {
                        endAfterRace(second, waiting);
                        retried(toB);
                    });
        }
        assertEquals(List.of("1"), texts(stream("a")));
        assertEquals(List.of(), texts(stream("b")));
    }

    @Test
    default void an_id_that_another_stream_was_just_getting_is_free_after_its_rollback() {
        List<NewEvent> events = List.of(event("1"));
        try (OpenTransaction first = OpenTransaction.begin(transactions());
                OpenTransaction second = OpenTransaction.begin(transactions())) {
            first.run(() -> append(once("a", ExpectedVersion.any(), events)));
            Future<List<Receipt>> waiting =
                    second.start(() -> append(once("b", ExpectedVersion.any(), events)));
            first.rollBack();
            assertEquals(List.of(new Receipt(stream("b"), 1)), Waiting.resultOf(waiting));
            second.commit();
        }
        assertEquals(List.of(), texts(stream("a")));
        assertEquals(List.of("1"), texts(stream("b")));
    }

    /** Appends in transactions of its own until one is neither lost nor refused. */
    private Receipt retried(StreamAppend append) {
        RetryableException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return transactions().inNew(() -> storage().append(List.of(append))).get(0);
            } catch (RetryableException lost) {
                last = lost;
            }
        }
        throw new AssertionError("Lost %d times in a row".formatted(TRIES), last);
    }

    /** The race may be lost, and then nothing else is. */
    private static void endAfterRace(OpenTransaction second, Future<List<Receipt>> waiting) {
        try {
            Waiting.resultOf(waiting);
            second.commit();
        } catch (RetryableException lost) {
            second.rollBack();
        }
    }
}
