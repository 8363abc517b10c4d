package io.annals.es.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter.Decision;
import io.annals.es.spi.DeadLetter.Failure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void a_failure_tells_what_was_thrown_and_its_causes() {
        Failure failure =
                Failure.of(new IllegalStateException("above", new NumberFormatException("below")));
        assertEquals("java.lang.IllegalStateException", failure.exception());
        assertEquals("above", failure.message());
        assertTrue(
                failure.stackTrace().contains("Caused by: java.lang.NumberFormatException: below"),
                failure.stackTrace());
        assertEquals("", Failure.of(new IllegalStateException()).message());
    }

    @Test
    void what_is_too_long_is_shortened_between_two_characters() {
        String pair = "😀";
        Failure failure =
                new Failure(
                        "x".repeat(Failure.MAX_NAME + 1),
                        "x" + pair.repeat(Failure.MAX_MESSAGE),
                        pair.repeat(Failure.MAX_STACK_TRACE));
        assertEquals("x".repeat(Failure.MAX_NAME), failure.exception());
        assertEquals("x" + pair.repeat(Failure.MAX_MESSAGE / 2 - 1), failure.message());
        assertEquals(pair.repeat(Failure.MAX_STACK_TRACE / 2), failure.stackTrace());
    }

    @Test
    void what_no_database_could_store_becomes_a_question_mark() {
        Failure failure = new Failure("a", "b\0c\uD83Dd\uDE00", "\uDE00");
        assertEquals("b?c?d?", failure.message());
        assertEquals("?", failure.stackTrace());
    }

    @Test
    void decisions_are_stored_as_words() {
        for (Decision decision : Decision.values()) {
            assertEquals(decision, Decision.of(decision.word()));
        }
        assertEquals("retry", Decision.RETRY.word());
        assertThrows(IllegalArgumentException.class, () -> Decision.of("forget"));
    }

    @Test
    void says_what_has_failed_without_quoting_it() {
        DeadLetter letter =
                new DeadLetter(
                        "sales",
                        17,
                        new StreamId("cart", "4711"),
                        3,
                        "item-added",
                        2,
                        Optional.of(new Failure("java.lang.Error", "secret", "secret")),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH);
        assertTrue(letter.stands());
        assertEquals(
                "cart/4711 version 3 (item-added) at position 17, failed 2 times, the last time by java.lang.Error",
                letter.toString());
        assertFalse(letter.toString().contains("secret"));
    }
}
