package io.annals.es.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a storage whose positions have holes. */
class SearchTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final AtomicLong seconds = new AtomicLong();
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryStorage storage =
            new InMemoryStorage(
                    transactions,
                    new Clock() {
                        @Override
                        public ZoneOffset getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(java.time.ZoneId zone) {
                            return this;
                        }

                        @Override
                        public Instant instant() {
                            return START.plusSeconds(seconds.get());
                        }
                    });

    /** Else the database looks for one more event far beyond the last of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100})
    void a_search_never_wants_fewer_events_than_there_are_positions(int limit) {
        append(3_000);
        List<String> wanted = new ArrayList<>();
        JournalStorage watched =
                (JournalStorage)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {JournalStorage.class},
                                (proxy, method, given) -> {
                                    if (method.getName().equals("read")
                                            && (long) given[1] - (long) given[0] > (int) given[3]) {
                                        wanted.add(Arrays.toString(given));
                                    }
                                    return method.invoke(storage, given);
                                });
        Search search = new Search(watched, settled(), EventFilter.all(), e -> false, limit);
        search.before(settled() + 1);
        search.after(0);
        assertEquals(List.of(), wanted);
    }

    @Test
    void an_empty_journal_has_nothing_either_way() {
        assertEquals(List.of(), search(e -> true, 10).before(1).events());
        Search.Found found = search(e -> true, 10).after(0);
        assertEquals(List.of(), found.events());
        assertEquals(0, found.newer());
        assertEquals(1, Search.since(START, storage, settled()));
    }

    @Test
    void before_the_beginning_there_is_nothing_and_what_is_newer_begins_there() {
        append(3);
        for (long position : new long[] {0, 1}) {
            Search.Found found = search(e -> true, 10).before(position);
            assertEquals(List.of(), found.events());
            assertEquals(0, found.newer());
            assertEquals(1, found.older());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 100})
    void pages_back_have_every_event_once_the_newest_first(int limit) {
        List<Long> all = append(333);
        List<Long> seen = new ArrayList<>();
        long before = settled() + 1;
        while (before > 1) {
            Search.Found page = search(e -> true, limit).before(before);
            assertTrue(page.events().size() <= limit);
            seen.addAll(positions(page));
            before = page.older();
        }
        Collections.reverse(all);
        assertEquals(all, seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 100})
    void pages_on_have_every_event_once(int limit) {
        List<Long> all = append(333);
        List<Long> seen = new ArrayList<>();
        long after = 0;
        while (after < settled()) {
            Search.Found page = search(e -> true, limit).after(after);
            List<Long> positions = new ArrayList<>(positions(page));
            Collections.reverse(positions);
            seen.addAll(positions);
            after = page.newer();
        }
        assertEquals(all, seen);
    }

    @Test
    void a_page_leads_back_to_the_one_that_it_came_from() {
        append(300);
        Search search = search(e -> true, 20);
        Search.Found middle = search.before(150);
        assertEquals(
                positions(middle), positions(search.before(search.after(middle.newer()).older())));
    }

    @Test
    void a_search_that_finds_nothing_ends_and_says_where() {
        append(10_000);
        Search.Found found = search(e -> false, 50).before(settled() + 1);
        assertEquals(List.of(), found.events());
        assertEquals(settled() - Search.FARTHEST + 1, found.older());
        assertEquals(Search.FARTHEST, search(e -> false, 50).after(0).newer());
    }

    @Test
    void what_is_rare_is_found_by_going_on() {
        List<Long> all = append(12_000);
        long rare = all.get(5);
        long before = settled() + 1;
        List<Long> seen = new ArrayList<>();
        int asked = 0;
        while (before > 1) {
            Search.Found page = search(e -> e.position() == rare, 50).before(before);
            seen.addAll(positions(page));
            before = page.older();
            asked++;
        }
        assertEquals(List.of(rare), seen);
        assertEquals((settled() + Search.FARTHEST - 1) / Search.FARTHEST, asked);
    }

    @Test
    void what_is_not_settled_is_not_shown() {
        List<Long> all = append(10);
        long settled = all.get(4);
        Search search = new Search(storage, settled, EventFilter.all(), e -> true, 50);
        assertEquals(settled, search.before(1_000).events().get(0).position());
        assertEquals(settled, search.after(0).events().get(0).position());
        assertEquals(List.of(), search.after(settled).events());
    }

    @Test
    void the_first_event_of_an_instant_is_found() {
        List<Long> all = append(500);
        for (int i : new int[] {0, 1, 250, 498, 499}) {
            assertEquals(
                    all.get(i),
                    Search.since(START.plusSeconds(i + 1), storage, settled()),
                    "event " + i);
        }
        assertEquals(
                settled() + 1, Search.since(START.plus(Duration.ofDays(1)), storage, settled()));
    }

    @Test
    void what_is_found_has_no_payload() {
        append(1);
        assertEquals(
                0, search(e -> true, 1).before(settled() + 1).events().get(0).payload().length);
    }

    private Search search(Predicate<StoredEvent> wanted, int limit) {
        return new Search(storage, settled(), EventFilter.all(), wanted, limit);
    }

    private long settled() {
        return storage.settledUpTo().position();
    }

    /** Each a second after the one before; their positions. */
    private List<Long> append(int events) {
        for (int i = 0; i < events; i++) {
            seconds.incrementAndGet();
            NewEvent event = new NewEvent(UUID.randomUUID(), "it-happened", 1, "x".getBytes(UTF_8));
            transactions.inNew(
                    () ->
                            storage.append(
                                    List.of(
                                            new StreamAppend(
                                                    new StreamId("a", "b"),
                                                    ExpectedVersion.any(),
                                                    List.of(event),
                                                    Metadata.empty()))));
        }
        List<Long> positions = new ArrayList<>();
        long after = 0;
        while (after < settled()) {
            List<StoredEvent> page =
                    storage.read(after, settled(), EventFilter.all(), 1_000).events();
            page.forEach(event -> positions.add(event.position()));
            after = page.isEmpty() ? settled() : page.get(page.size() - 1).position();
        }
        return positions;
    }

    private static List<Long> positions(Search.Found found) {
        return found.events().stream().map(StoredEvent::position).toList();
    }
}
