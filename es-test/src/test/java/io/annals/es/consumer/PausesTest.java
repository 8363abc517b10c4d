package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.spi.Settled;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PausesTest {

    private static final Settled QUIET = new Settled(7, false);
    private static final Settled WAITING = new Settled(7, true);
    private static final Settled MORE = new Settled(7, true, true);

    private final Pauses pauses = new Pauses(polling(5, 1_000));

    @Test
    void double_up_to_the_poll_interval_while_nothing_happens() {
        assertEquals(
                List.of(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1_000L, 1_000L),
                millis(10, QUIET, false));
    }

    @Test
    void begin_anew_when_something_has_happened() {
        millis(5, QUIET, false);
        pauses.restart();
        assertEquals(List.of(5L, 10L), millis(2, QUIET, false));
    }

    @Test
    void are_a_quarter_of_a_second_at_most_while_an_end_must_be_polled_for() {
        assertEquals(
                List.of(5L, 10L, 20L, 40L, 80L, 160L, 250L, 250L, 250L), millis(9, WAITING, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void are_left_out_while_answers_bring_the_journal_further_and_leave_more_to_ask_for(
            boolean heard) {
        millis(5, WAITING, heard);
        assertEquals(Duration.ZERO, pauses.after(MORE, true, heard));
        assertEquals(Duration.ZERO, pauses.after(MORE, true, heard));
        assertEquals(List.of(5L, 10L, 20L), millis(3, WAITING, heard));
    }

    /**
     * Each commit of others leaves one that is under way: to ask without a pause would never end.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void are_not_left_out_while_a_transaction_has_to_end_first(boolean heard) {
        millis(5, WAITING, heard);
        assertEquals(5, pauses.after(WAITING, true, heard).toMillis());
        assertEquals(5, pauses.after(WAITING, true, heard).toMillis());
    }

    @Test
    void begin_anew_when_an_answer_has_brought_the_journal_further() {
        millis(5, QUIET, false);
        assertEquals(5, pauses.after(QUIET, true, false).toMillis());
    }

    @Test
    void are_as_long_as_the_poll_interval_while_wake_ups_arrive() {
        assertEquals(List.of(1_000L, 1_000L), millis(2, QUIET, true));
    }

    @Test
    void are_never_longer_than_the_poll_interval() {
        Pauses short_ones = new Pauses(polling(5, 2));
        assertEquals(2, short_ones.after(WAITING, false, false).toMillis());
        assertEquals(2, short_ones.after(QUIET, false, false).toMillis());
    }

    @Test
    void questions_are_further_apart_while_there_are_many_commits() {
        assertEquals(
                List.of(2L, 4L, 8L, 16L, 25L, 25L, 12L, 6L, 12L, 6L, 3L, 2L, 2L),
                Stream.of(1, 2, 2, 100, 9, 13, 12, 1, 4, 0, 1, 0, 1)
                        .map(commits -> pauses.apart(commits).toMillis())
                        .toList());
    }

    @Test
    void there_is_no_more_to_ask_for_where_nothing_waits() {
        assertThrows(IllegalArgumentException.class, () -> new Settled(7, false, true));
    }

    @Test
    void must_be_positive() {
        assertThrows(IllegalArgumentException.class, () -> polling(0, 1));
        assertThrows(IllegalArgumentException.class, () -> polling(1, -1));
    }

    private List<Long> millis(int count, Settled answer, boolean heard) {
        return Stream.generate(() -> pauses.after(answer, false, heard).toMillis())
                .limit(count)
                .toList();
    }

    private static Polling polling(long busyMillis, long idleMillis) {
        return new Polling(Duration.ofMillis(busyMillis), Duration.ofMillis(idleMillis));
    }
}
