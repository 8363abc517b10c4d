package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Promises 2 and 6: versions have no holes, and the journal keeps the order of every stream. */
interface OrderedStreams extends StorageUnderTest {

    @Test
    default void a_stream_without_events_is_empty() {
        assertEquals(List.of(), history(stream("a")));
    }

    @Test
    default void versions_begin_at_1_and_have_no_holes() {
        assertEquals(new Receipt(stream("a"), 2), append(stream("a"), "1", "2"));
        assertEquals(new Receipt(stream("a"), 3), append(stream("a"), "3"));
        assertEquals(new Receipt(stream("a"), 6), append(stream("a"), "4", "5", "6"));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), versions(history(stream("a"))));
        assertEquals(List.of("1", "2", "3", "4", "5", "6"), texts(stream("a")));
    }

    @Test
    default void a_rolled_back_append_leaves_no_hole_in_the_versions() {
        append(stream("a"), "1");
        rolledBack(() -> append(stream("a"), "lost", "lost"));
        assertEquals(new Receipt(stream("a"), 2), append(stream("a"), "2"));
        assertEquals(List.of("1", "2"), texts(stream("a")));
    }

    @Test
    default void every_stream_counts_its_own_versions() {
        StreamId sameIdElsewhere = new StreamId(category() + "-too", "a");
        append(stream("a"), "a1", "a2");
        assertEquals(1, append(to(stream("b"), ExpectedVersion.noStream(), "b1")).get(0).version());
        assertEquals(
                1, append(to(sameIdElsewhere, ExpectedVersion.noStream(), "x1")).get(0).version());
        assertEquals(List.of("x1"), texts(sameIdElsewhere));
        assertEquals(List.of("a1", "a2"), texts(stream("a")));
    }

    @Test
    default void many_events_of_one_append_keep_their_order() {
        String[] payloads =
                IntStream.rangeClosed(1, 500).mapToObj(Integer::toString).toArray(String[]::new);
        append(stream("a"), payloads);
        assertEquals(List.of(payloads), texts(stream("a")));
        assertEquals(List.of(payloads), texts(settled(payloads.length)));
        assertEquals(
                LongStream.rangeClosed(1, 500).boxed().toList(), versions(history(stream("a"))));
    }

    @Test
    default void ten_thousand_events_of_one_append_keep_their_order() {
        String[] payloads =
                IntStream.rangeClosed(1, 10_000).mapToObj(Integer::toString).toArray(String[]::new);
        assertEquals(new Receipt(stream("a"), 10_000), append(stream("a"), payloads));
        assertEquals(List.of(payloads), texts(stream("a")));
        assertEquals(List.of(payloads), texts(settled(payloads.length)));
    }

    @Test
    default void a_stream_is_read_in_pages_after_a_version() {
        append(stream("a"), "1", "2", "3");
        append(stream("b"), "other");
        append(stream("a"), "4", "5", "6", "7");
        assertEquals(
                List.of("1", "2", "3", "4", "5", "6", "7"),
                texts(Walk.of(0, StoredEvent::version, this::page)));
        assertEquals(List.of("7"), texts(page(6).events()));
        assertEquals(new Page(List.of(), false), page(7));
        assertEquals(new Page(List.of(), false), page(8));
    }

    @Test
    default void positions_follow_the_versions_of_every_stream() {
        for (int round = 0; round < 10; round++) {
            append(stream("a"), "a", "a");
            append(stream("b"), "b");
            append(
                    to(stream("c"), ExpectedVersion.any(), "c"),
                    to(stream("a"), ExpectedVersion.any(), "a", "a", "a"));
        }
        List<StoredEvent> journal = settled(70);
        assertStrictlyIncreasing(positions(journal));
        for (String id : List.of("a", "b", "c")) {
            List<StoredEvent> inJournal =
                    journal.stream().filter(event -> event.stream().equals(stream(id))).toList();
            assertEquals(versions(history(stream(id))), versions(inJournal), "order of " + id);
        }
    }

    @Test
    default void positions_follow_the_versions_when_a_transaction_wrote_elsewhere_first() {
        append(stream("a"), "a1");
        try (OpenTransaction early = OpenTransaction.begin(transactions());
                OpenTransaction late = OpenTransaction.begin(transactions())) {
            early.run(() -> append(stream("elsewhere"), "e1"));
            late.run(() -> append(stream("a"), "a2"));
            late.commit();
            early.run(() -> append(stream("a"), "a3"));
            early.commit();
        }
        List<StoredEvent> journal = settled(4);
        assertStrictlyIncreasing(positions(journal));
        assertEquals(
                List.of("a1", "a2", "a3"),
                texts(
                        journal.stream()
                                .filter(event -> event.stream().equals(stream("a")))
                                .toList()));
    }

    @Test
    default void the_position_in_the_stream_is_the_position_in_the_journal() {
        append(stream("a"), "1", "2");
        append(stream("a"), "3");
        assertEquals(positions(settled(3)), positions(history(stream("a"))));
    }

    static void assertStrictlyIncreasing(List<Long> positions) {
        for (int i = 0; i < positions.size(); i++) {
            long before = i == 0 ? 0 : positions.get(i - 1);
            assertTrue(before < positions.get(i), "positions do not increase: " + positions);
        }
    }

    private Page page(long afterVersion) {
        return inTransaction(() -> storage().readStream(stream("a"), afterVersion, 3));
    }
}
