package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ExpectedVersion;
import io.annals.es.RetryableException;
import io.annals.es.WrongExpectedVersionException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Promises 2 and 3: an append that does not find its stream as expected fails at once, with a typed
 * conflict.
 */
interface Conflicts extends StorageUnderTest {

    @Test
    default void exactly_the_expectations_that_are_met_succeed() {
        List<ExpectedVersion> expectations =
                List.of(
                        ExpectedVersion.any(),
                        ExpectedVersion.noStream(),
                        ExpectedVersion.streamExists(),
                        ExpectedVersion.exactly(1),
                        ExpectedVersion.exactly(2),
                        ExpectedVersion.exactly(3),
                        ExpectedVersion.exactly(4));
        for (int actual = 0; actual <= 3; actual++) {
            for (ExpectedVersion expected : expectations) {
                assertDecided(expected, actual);
            }
        }
    }

    @Test
    default void rejects_an_append_when_the_stream_is_longer_than_expected() {
        append(stream("a"), "1", "2", "3");
        assertConflict(ExpectedVersion.exactly(2), 3);
        assertConflict(ExpectedVersion.exactly(1), 3);
    }

    @Test
    default void rejects_an_append_when_the_stream_is_shorter_than_expected() {
        append(stream("a"), "1", "2", "3");
        assertConflict(ExpectedVersion.exactly(4), 3);
        assertConflict(ExpectedVersion.exactly(Long.MAX_VALUE - 10), 3);
    }

    @Test
    default void rejects_an_append_to_a_missing_stream_that_should_have_events() {
        assertConflict(ExpectedVersion.exactly(1), 0);
        assertConflict(ExpectedVersion.exactly(5), 0);
        assertConflict(ExpectedVersion.streamExists(), 0);
    }

    @Test
    default void rejects_an_append_to_an_existing_stream_that_should_be_new() {
        append(stream("a"), "1");
        assertConflict(ExpectedVersion.noStream(), 1);
        assertConflict(ExpectedVersion.exactly(0), 1);
    }

    @Test
    default void finds_the_stream_in_conflict_among_many() {
        append(stream("b"), "b1");
        append(stream("c"), "c1");
        RetryableException conflict =
                attempt(
                                to(stream("d"), ExpectedVersion.noStream(), "d1"),
                                to(stream("c"), ExpectedVersion.exactly(9), "c2"),
                                to(stream("b"), ExpectedVersion.exactly(1), "b2"),
                                to(stream("a"), ExpectedVersion.any(), "a1"))
                        .orElseThrow();
        assertStates(conflict, "c", ExpectedVersion.exactly(9), 1);
    }

    @Test
    default void a_conflict_appears_at_the_append_and_not_at_the_commit() {
        append(stream("a"), "1");
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            assertThrows(
                    WrongExpectedVersionException.class,
                    () ->
                            open.run(
                                    () ->
                                            append(
                                                    to(
                                                            stream("a"),
                                                            ExpectedVersion.noStream(),
                                                            "lost"))));
        }
    }

    @Test
    default void a_conflict_counts_the_events_of_its_own_transaction() {
        rolledBack(
                () -> {
                    append(stream("a"), "1", "2");
                    WrongExpectedVersionException conflict =
                            assertThrows(
                                    WrongExpectedVersionException.class,
                                    () ->
                                            append(
                                                    to(
                                                            stream("a"),
                                                            ExpectedVersion.exactly(1),
                                                            "lost")));
                    assertEquals(stream("a"), conflict.stream());
                });
    }

    @Test
    default void the_message_of_a_conflict_says_what_happened_and_no_payload() {
        append(stream("a"), "1");
        RetryableException conflict =
                attempt(to(stream("a"), ExpectedVersion.noStream(), "PAYLOAD")).orElseThrow();
        String message = String.valueOf(conflict.getMessage());
        assertTrue(message.contains(stream("a").toString()), message);
        assertFalse(message.contains("PAYLOAD"), message);
    }

    @Test
    default void appending_goes_on_after_a_conflict() {
        append(stream("a"), "1");
        assertTrue(attempt(to(stream("a"), ExpectedVersion.noStream(), "lost")).isPresent());
        assertTrue(attempt(to(stream("a"), ExpectedVersion.exactly(1), "2")).isEmpty());
        assertEquals(List.of("1", "2"), texts(stream("a")));
    }

    private void assertDecided(ExpectedVersion expected, int actual) {
        String id = "%s at %d".formatted(expected, actual);
        for (int version = 1; version <= actual; version++) {
            append(stream(id), "before");
        }
        boolean met = attempt(to(stream(id), expected, "added")).isEmpty();
        assertEquals(expected.isMetBy(actual), met, () -> "accepted, expecting " + id);
        assertEquals(
                met ? actual + 1 : actual,
                history(stream(id)).size(),
                () -> "length, expecting " + id);
    }

    private void assertConflict(ExpectedVersion expected, long actual) {
        List<String> before = texts(stream("a"));
        RetryableException conflict =
                attempt(to(stream("a"), expected, "lost"))
                        .orElseThrow(() -> new AssertionError("No conflict"));
        assertStates(conflict, "a", expected, actual);
        assertEquals(before, texts(stream("a")));
    }

    private void assertStates(
            RetryableException conflict, String id, ExpectedVersion expected, long actual) {
        WrongExpectedVersionException stated =
                assertInstanceOf(WrongExpectedVersionException.class, conflict);
        assertEquals(stream(id), stated.stream());
        assertEquals(expected, stated.expected());
        assertEquals(OptionalLong.of(actual), stated.actual());
    }
}
