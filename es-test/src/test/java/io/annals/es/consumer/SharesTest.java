package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How nodes share segments out when one of them stops at events that others can handle. */
@Timeout(60)
class SharesTest {

    @EventType("known")
    public record Known() {}

    @EventType("unknown")
    public record Unknown() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, Known.class, Unknown.class);
    private final LeaseKeeper keeper = keeper("here");
    private final LeaseKeeper others = keeper("there");
    private final Shares here = new Shares(keeper);
    private final Shares there = new Shares(others);
    private final StoredConsumer plan = StoredConsumer.first("sales", 4);
    private long now = 1_000;

    @AfterEach
    void close() {
        nodes.close();
        keeper.close();
        others.close();
    }

    @Test
    void a_node_that_stops_again_and_again_stays_away_for_longer_each_time() {
        of(here, false);
        assertEquals(2, of(there, false).size());
        long away = 0;
        for (int stop = 0; stop < 10; stop++) {
            assertEquals(Set.of(), of(here, true));
            assertEquals(4, of(there, false).size());
            long pause = pauseAfterStop(stop);
            forward(pause - 1);
            assertEquals(Set.of(), of(here, false));
            forward(1);
            assertEquals(2, of(here, false).size());
            away += pause;
        }
        assertEquals(
                Duration.ofSeconds(5 * (1 + 2 + 4 + 8 + 16 + 32)).plusMinutes(20).toNanos(), away);
        forward(Absences.LONGEST.toNanos()); // it has worked for a while
        of(here, true);
        forward(Absences.FIRST.toNanos());
        assertEquals(2, of(here, false).size());
    }

    @Test
    void a_node_comes_back_at_once_where_nobody_else_is_left() {
        of(here, false);
        of(there, false);
        of(here, true);
        there.leave(plan.name());
        assertEquals(4, of(here, false).size());
        of(there, false);
        of(here, true);
        forward(Absences.FIRST.toNanos()); // as after the first time
        assertEquals(2, of(here, false).size());
    }

    @Test
    void a_node_comes_back_when_somebody_has_changed_the_consumer() {
        of(here, false);
        of(there, false);
        of(here, true);
        here.look();
        assertEquals(2, here.of(plan.next(), Set.of(), false, now).size());
    }

    @Test
    void a_node_that_does_not_know_an_event_leaves_the_consumer_to_one_that_does() {
        List<String> handled = new CopyOnWriteArrayList<>();
        CountDownLatch passes = new CountDownLatch(1);
        ConsumerEngine old = nodes.open(storage, nodes.journal(Known.class));
        ConsumerEngine latest = nodes.open();
        old.start(consumer("sales", event -> handled(handled, "old")));
        latest.start(
                consumer(
                        "sales",
                        event -> {
                            passes.await();
                            handled(handled, "latest");
                        }));
        await(() -> areSharedEvenly());
        append(new Unknown());
        await(() -> seats() == 1);
        for (int look = 0; look < 5; look++) {
            String another = "another " + look;
            old.start(consumer(another, event -> {}));
            await(() -> storage.leases().owners().containsKey("seat " + another + " 0"));
        }
        assertEquals(1, seats()); // as long as it takes until others have passed that
        passes.countDown();
        await(() -> handled.size() == 16);
        latest.close();
        append(new Known());
        await(() -> handled.size() == 32);
        assertEquals(Set.of("old"), Set.copyOf(handled.subList(16, 32)));
    }

    @Test
    void a_node_whose_handler_fails_gives_others_a_try_and_comes_back_for_its_other_segments() {
        of(here, false);
        assertEquals(2, of(there, false).size());
        Set<Segment> bad = Set.copyOf(Segment.of("sales", 4).subList(0, 1));
        assertEquals(Set.of(), failed(here, bad));
        assertEquals(4, failed(there, bad).size()); // and fails, too, alone as it is
        forward(Absences.FIRST.toNanos());
        assertEquals(2, failed(here, bad).size());
        assertEquals(Set.of(), failed(there, bad));
        assertEquals(4, failed(here, bad).size());
        forward(Absences.FIRST.toNanos());
        assertEquals(2, failed(there, bad).size());
        assertEquals(2, failed(here, bad).size()); // for good
        Set<Segment> more = Set.copyOf(Segment.of("sales", 4).subList(0, 2));
        assertEquals(Set.of(), failed(here, more));
    }

    private Set<Segment> failed(Shares shares, Set<Segment> segments) {
        shares.look();
        return shares.of(plan, segments, false, now);
    }

    @Test
    void a_node_that_is_closed_takes_no_seat_any_more() {
        of(here, false);
        here.close();
        assertEquals(Set.of(), of(here, false));
        assertEquals(4, of(there, false).size());
    }

    private static Stream<StreamId> streams() {
        return IntStream.range(0, 16).mapToObj(i -> new StreamId("some", "thing " + i));
    }

    private Set<Segment> of(Shares shares, boolean stopped) {
        shares.look();
        return shares.of(
                plan, stopped ? Set.of(Segment.of("sales", 4).get(0)) : Set.of(), stopped, now);
    }

    private static long pauseAfterStop(int stop) {
        long pause = Absences.FIRST.toNanos() << stop;
        return Math.min(pause, Absences.LONGEST.toNanos());
    }

    private void forward(long nanos) {
        now += nanos;
    }

    private void handled(List<String> handled, String node) {
        storage.transactions().afterCommit(() -> handled.add(node));
    }

    private boolean areSharedEvenly() {
        Collection<Long> shares =
                storage.leases().owners().entrySet().stream()
                        .filter(lease -> lease.getKey().startsWith("consumer sales "))
                        .collect(groupingBy(Map.Entry::getValue, counting()))
                        .values();
        return List.copyOf(shares).equals(List.of(2L, 2L));
    }

    private long seats() {
        return storage.leases().owners().keySet().stream()
                .filter(name -> name.startsWith("seat sales "))
                .count();
    }

    private void append(Object event) {
        streams().forEach(stream -> nodes.append(stream, event));
    }

    private static Consumer consumer(String name, EventHandler handler) {
        return new Consumer(name, "", EventFilter.all(), Delivery.EXACTLY_ONCE, 1, 4, handler);
    }

    private LeaseKeeper keeper(String owner) {
        return new LeaseKeeper(storage.leases(), owner, Thread::new, () -> {});
    }
}
