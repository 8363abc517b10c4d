package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Page;
import io.annals.es.spi.StreamAppend;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The other thread is this one, when it is told to work. */
class ReadAheadTest {

    private static final int EVENTS = 3_100; // four pages

    private final List<Long> readAfter = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private boolean away;
    private final InMemoryStorage memory = new InMemoryStorage();
    private final ReadAhead pages =
            new ReadAhead(
                    new DelegatingStorage(memory) {
                        @Override
                        public Page read(
                                long afterPosition, long upTo, EventFilter filter, int limit) {
                            readAfter.add(afterPosition);
                            if (away) {
                                throw new IllegalStateException("the database is away");
                            }
                            return super.read(afterPosition, upTo, filter, limit);
                        }
                    },
                    EventFilter.all(),
                    work::add);

    private final List<Long> all;
    private final long end;

    ReadAheadTest() {
        List<NewEvent> events =
                IntStream.range(0, EVENTS)
                        .mapToObj(i -> new NewEvent(UUID.randomUUID(), "read", 1, new byte[0]))
                        .toList();
        memory.transactions()
                .inNew(
                        () ->
                                memory.append(
                                        List.of(
                                                new StreamAppend(
                                                        new StreamId("ahead", "a"),
                                                        ExpectedVersion.noStream(),
                                                        events,
                                                        Metadata.empty(),
                                                        false))));
        end = memory.settledUpTo().position();
        all = positions(memory.read(0, end, EventFilter.all(), EVENTS));
    }

    @Test
    void reads_two_pages_before_they_are_asked_for_and_only_once() {
        List<Long> found = new ArrayList<>(positions(pages.after(0, end)));
        assertEquals(List.of(0L), readAfter);
        workAll();
        assertEquals(List.of(0L, nth(1_000), nth(2_000)), readAfter);
        found.addAll(positions(pages.after(nth(1_000), end)));
        workAll();
        assertEquals(List.of(0L, nth(1_000), nth(2_000), nth(3_000)), readAfter);
        found.addAll(positions(pages.after(nth(2_000), end)));
        workAll();
        found.addAll(positions(pages.after(nth(3_000), end)));
        assertEquals(List.of(0L, nth(1_000), nth(2_000), nth(3_000)), readAfter);
        assertEquals(all, found);
        assertTrue(work.isEmpty(), "there is nothing more to read");
    }

    @Test
    void reads_nothing_ahead_where_there_is_no_more() {
        assertFalse(pages.after(nth(3_000), end).more());
        assertTrue(work.isEmpty());
    }

    @Test
    void does_not_use_what_was_read_for_another_place() {
        pages.after(nth(1_000), end);
        workAll();
        assertEquals(nth(1), positions(pages.after(0, end)).get(0));
        workAll();
        assertEquals(
                List.of(nth(1_001), nth(1_002)), positions(pages.after(nth(1_000), nth(1_002))));
        assertEquals(
                List.of(nth(1_000), nth(2_000), nth(3_000), 0L, nth(1_000), nth(2_000), nth(1_000)),
                readAfter);
    }

    @Test
    void does_not_use_what_was_read_up_to_another_place() {
        pages.after(0, end);
        workAll();
        assertEquals(
                List.of(nth(1_001), nth(1_002)), positions(pages.after(nth(1_000), nth(1_002))));
    }

    @Test
    void reads_nothing_of_what_is_forgotten() {
        pages.after(0, end);
        work.remove().run();
        pages.forget();
        workAll();
        assertEquals(List.of(0L, nth(1_000)), readAfter);
        assertEquals(nth(1_001), positions(pages.after(nth(1_000), end)).get(0));
        assertEquals(List.of(0L, nth(1_000), nth(1_000)), readAfter);
    }

    @Test
    void tells_a_failure_only_if_it_lasts_until_the_page_is_asked_for() {
        pages.after(0, end);
        away = true;
        workAll();
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> pages.after(nth(1_000), end));
        assertEquals("the database is away", failure.getMessage());
        away = false;
        assertEquals(nth(1_001), positions(pages.after(nth(1_000), end)).get(0));
        away = true;
        workAll();
        away = false;
        assertEquals(nth(2_001), positions(pages.after(nth(2_000), end)).get(0));
        assertEquals(
                List.of(0L, nth(1_000), nth(1_000), nth(1_000), nth(2_000), nth(2_000)), readAfter);
    }

    @Test
    void leaves_no_page_out_where_waiting_for_one_is_interrupted() {
        pages.after(0, end);
        Thread.currentThread().interrupt();
        assertThrows(IllegalStateException.class, () -> pages.after(nth(1_000), end));
        assertTrue(Thread.interrupted());
        workAll();
        assertEquals(nth(1_001), positions(pages.after(nth(1_000), end)).get(0));
    }

    @Test
    void tells_a_failure_of_the_page_that_is_waited_for() throws Exception {
        pages.after(0, end);
        away = true;
        Thread waiting = Thread.currentThread();
        Thread working =
                new Thread(
                        () -> {
                            while (waiting.getState() != Thread.State.WAITING) {
                                Thread.onSpinWait();
                            }
                            work.remove().run();
                        });
        working.start();
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> pages.after(nth(1_000), end));
        assertEquals("the database is away", failure.getMessage());
        working.join();
        away = false;
        assertEquals(nth(1_001), positions(pages.after(nth(1_000), end)).get(0));
        assertEquals(List.of(0L, nth(1_000), nth(1_000)), readAfter);
    }

    private void workAll() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private Long nth(int event) {
        return all.get(event - 1);
    }

    private static List<Long> positions(Page page) {
        return page.events().stream().map(event -> event.position()).toList();
    }
}
