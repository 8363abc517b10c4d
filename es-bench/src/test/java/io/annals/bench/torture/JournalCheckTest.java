package io.annals.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check finds each kind of breach in a journal that was falsified. */
class JournalCheckTest {

    private static final Entry FIRST = entry(1, "a", 1, 7, 1, 2);
    private static final Entry SECOND = entry(2, "a", 2, 7, 2, 2);
    private static final Entry OTHER = entry(5, "b", 1, 8, 1, 1);

    @Test
    void accepts_what_is_whole_and_in_order() {
        assertEquals(List.of(), check(Map.of(7L, Fate.ACKNOWLEDGED), FIRST, SECOND, OTHER));
    }

    @Test
    void finds_an_acknowledged_transaction_that_is_lost() {
        assertBreach("acknowledged, but lost", Map.of(7L, Fate.ACKNOWLEDGED), OTHER);
    }

    @Test
    void finds_a_refused_transaction_that_is_stored() {
        assertBreach("refused, but stored", Map.of(8L, Fate.REFUSED), OTHER);
    }

    @Test
    void finds_half_a_transaction() {
        assertBreach("stored in part", Map.of(), FIRST, OTHER);
    }

    @Test
    void finds_an_event_that_is_stored_twice() {
        assertBreach("stored twice", Map.of(), OTHER, entry(6, "b", 2, 8, 1, 1));
    }

    @Test
    void finds_a_hole_in_a_stream() {
        assertBreach("out of order", Map.of(), OTHER, entry(6, "b", 3, 9, 1, 1));
    }

    @Test
    void finds_a_stream_whose_positions_are_inverted() {
        assertBreach(
                "out of order", Map.of(), entry(1, "a", 2, 7, 2, 2), entry(2, "a", 1, 7, 1, 2));
    }

    @Test
    void finds_a_position_given_twice() {
        assertBreach("given twice", Map.of(), OTHER, entry(5, "c", 1, 9, 1, 1));
    }

    @Test
    void counts_events_and_holes() {
        JournalCheck check = new JournalCheck(Map.of(), new Breaches());
        List.of(FIRST, SECOND, OTHER).forEach(check::next);
        assertEquals(3, check.events());
        assertEquals(1, check.holes());
    }

    private static void assertBreach(String reason, Map<Long, Fate> ends, Entry... journal) {
        List<String> told = check(ends, journal);
        assertTrue(told.stream().anyMatch(breach -> breach.contains(reason)), told::toString);
    }

    private static List<String> check(Map<Long, Fate> ends, Entry... journal) {
        Breaches breaches = new Breaches();
        JournalCheck check = new JournalCheck(ends, breaches);
        List.of(journal).forEach(check::next);
        check.end();
        return breaches.told();
    }

    private static Entry entry(
            long position, String stream, long version, long transaction, int part, int parts) {
        return new Entry(position, stream, version, new Written(transaction, part, parts));
    }
}
