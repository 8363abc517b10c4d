package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a reader begins who wants every event that was appended at an instant or later. */
interface EventsSince extends StorageUnderTest {

    /** So many appends take longer than the clock needs for another time. */
    int ENOUGH = 100;

    @Test
    default void since_an_instant_begins_before_the_first_event_of_it_or_later() {
        List<StoredEvent> events = atDifferentTimes();
        StoredEvent second = events.get(1);
        StoredEvent third = events.get(2);
        assertEquals(second.position() - 1, storage().positionBefore(second.time()));
        assertEquals(second.position() - 1, storage().positionBefore(second.time().minusNanos(1)));
        assertEquals(third.position() - 1, storage().positionBefore(second.time().plusNanos(1)));
        assertEquals(third.position() - 1, storage().positionBefore(third.time()));
    }

    @Test
    default void since_an_instant_before_all_begins_with_the_first_event() {
        append(stream("a"), "1", "2");
        settled(2);
        assertEquals(List.of("1", "2"), since(Instant.EPOCH));
        assertEquals(List.of("1", "2"), since(Instant.EPOCH.minus(Duration.ofDays(365))));
    }

    @Test
    default void since_an_instant_after_all_begins_where_the_journal_is_settled() {
        append(stream("a"), "1");
        StoredEvent last = settled(1).get(0);
        Instant later = last.time().plus(Duration.ofDays(1));
        assertEquals(storage().settledUpTo().position(), storage().positionBefore(later));
        assertTrue(storage().positionBefore(later) >= last.position());
    }

    @Test
    default void since_an_instant_misses_nothing_that_is_committed_later() {
        try (OpenTransaction parked = OpenTransaction.begin(transactions())) {
            Instant appended =
                    parked.run(
                            () -> {
                                append(stream("parked"), "late");
                                return history(stream("parked")).get(0).time();
                            });
            append(stream("a"), "early");
            Instant afterAll = appended.plus(Duration.ofDays(1));
            long position = storage().positionBefore(appended);
            long end = storage().positionBefore(afterAll);
            assertTrue(end <= storage().settledUpTo().position());
            parked.commit();
            long upTo = settled(2).get(1).position();
            assertEquals(
                    List.of("early", "late"),
                    texts(inPages(position, upTo, ofThisTest(), ALL)).stream().sorted().toList());
            assertTrue(texts(inPages(end, upTo, ofThisTest(), ALL)).contains("late"));
        }
    }

    private List<String> since(Instant instant) {
        long upTo = storage().settledUpTo().position();
        return texts(inPages(storage().positionBefore(instant), upTo, ofThisTest(), ALL));
    }

    /** Three events, each of a later time than the one before. */
    private List<StoredEvent> atDifferentTimes() {
        for (int count = 1; count <= ENOUGH; count++) {
            append(stream("a"), "event");
            List<StoredEvent> events = settled(count);
            int last = events.size() - 1;
            if (last >= 2
                    && events.get(last - 2).time().isBefore(events.get(last - 1).time())
                    && events.get(last - 1).time().isBefore(events.get(last).time())) {
                return events.subList(last - 2, last + 1);
            }
        }
        throw new AssertionError(
                "of %d events no three have later and later times".formatted(ENOUGH));
    }
}
