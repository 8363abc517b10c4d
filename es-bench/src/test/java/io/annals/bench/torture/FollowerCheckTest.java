package io.annals.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The check finds whatever a follower saw that the journal does not say, and the other way round.
 */
class FollowerCheckTest {

    private static final List<Entry> JOURNAL = List.of(entry(1), entry(3), entry(4));

    @Test
    void accepts_a_follower_that_saw_the_journal_in_order() {
        assertEquals(List.of(), check(JOURNAL));
    }

    @Test
    void accepts_a_follower_that_has_not_come_to_the_end() {
        assertEquals(List.of(), check(JOURNAL.subList(0, 2)));
    }

    @Test
    void finds_what_was_skipped() {
        assertEquals(
                List.of("somebody skipped 3 copied/s 3 1 1 1"), check(List.of(entry(1), entry(4))));
    }

    @Test
    void finds_what_was_seen_twice() {
        assertEquals(
                List.of(
                        "somebody saw what is not in the journal at that place: 3 copied/s 3 1 1 1"),
                check(List.of(entry(1), entry(3), entry(3), entry(4))));
    }

    @Test
    void finds_what_was_seen_and_vanished() {
        assertEquals(
                List.of("somebody saw what is not in the journal: 5 copied/s 5 1 1 1"),
                check(List.of(entry(1), entry(3), entry(4), entry(5))));
    }

    @Test
    void finds_what_was_seen_out_of_order() {
        assertEquals(2, check(List.of(entry(3), entry(1), entry(4))).size());
    }

    @Test
    void finds_another_event_at_a_position() {
        Entry other = new Entry(3, "copied/s", 3, new Written(2, 1, 1));
        assertEquals(
                List.of("somebody saw 3 copied/s 3 2 1 1 instead of 3 copied/s 3 1 1 1"),
                check(List.of(entry(1), other, entry(4))));
    }

    private static List<String> check(List<Entry> seen) {
        Breaches breaches = new Breaches();
        FollowerCheck check =
                new FollowerCheck("somebody", entry -> true, seen.iterator(), breaches);
        JOURNAL.forEach(check::next);
        check.end();
        return breaches.told();
    }

    private static Entry entry(long position) {
        return new Entry(position, "copied/s", position, new Written(1, 1, 1));
    }
}
