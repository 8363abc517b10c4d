package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.DelegatingConsumers;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that share a consumer are set up for the same events, or one of them leaves it alone. */
@Timeout(60)
class ConsumerFilterTest {

    @EventType("happened")
    public record Happened() {}

    private static final EventFilter CARTS = EventFilter.ofCategories("cart");
    private static final EventFilter ALL = EventFilter.all();

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, Happened.class);
    private final AtomicBoolean blind = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();
    private final ConsumerEngine here = nodes.open(new SometimesBlind(), nodes.journal());
    private final ConsumerEngine there = nodes.open();
    private final List<String> handled = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void a_node_that_wants_other_events_does_not_run_the_consumer_and_says_why() {
        here.start(consumer(CARTS, "here"));
        append("cart");
        await(() -> handled.size() == 1);
        there.start(consumer(ALL, "there"));
        await(() -> isRefused(there));
        assertEquals(
                OtherFilterException.class,
                there.status().get(0).failure().orElseThrow().getClass());
        String message = there.status().get(0).failure().orElseThrow().getMessage();
        assertTrue(message.contains("'sales'"), message);
        assertTrue(message.contains("here for all events"), message);
        assertTrue(message.contains("was for events of categories [cart]"), message);
        assertTrue(message.contains("reset it"), message);
        here.close();
        append("cart");
        there.start(new Consumer("other", ALL, Delivery.EXACTLY_ONCE, event -> handle("other")));
        await(() -> handled.size() == 3);
        assertEquals(List.of("here", "other", "other"), handled);
        assertTrue(isRefused(there));
    }

    @Test
    void a_node_whose_segments_are_refused_takes_no_part_in_sharing_them_out() {
        here.start(consumer(CARTS, "here").withSegments(2));
        await(() -> here.status().get(0).leading());
        there.start(consumer(ALL, "there").withSegments(4));
        await(() -> isRefused(there));
        for (int look = 0; look < 3; look++) {
            String other = "other " + look;
            there.start(
                    new Consumer(other, ALL, Delivery.EXACTLY_ONCE, event -> {}).withSegments(2));
            await(() -> storage.leases().owners().containsKey("seat " + other + " 0"));
        }
        assertEquals(2, stored().wantedSegments());
        assertEquals(
                List.of(),
                storage.leases().owners().keySet().stream()
                        .filter(name -> name.equals("seat sales 1"))
                        .toList());
    }

    @Test
    void what_another_release_handles_is_no_difference() {
        here.start(consumer(new EventFilter(Set.of("cart"), Set.of(), Set.of("opened")), "here"));
        await(() -> here.status().get(0).leading());
        there.start(consumer(CARTS, "there"));
        here.close();
        append("cart");
        await(() -> handled.size() == 1);
        assertEquals(List.of("there"), handled);
    }

    @Test
    void a_reset_accepts_other_events_and_ends_what_is_handled_of_the_former() {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        append("cart");
        here.start(
                new Consumer(
                        "sales",
                        CARTS,
                        Delivery.EXACTLY_ONCE,
                        event -> {
                            inHandler.countDown();
                            goOn.await();
                            handle("here");
                        }));
        await(() -> inHandler.getCount() == 0);
        there.start(consumer(ALL, "there"));
        await(() -> isRefused(there));
        blind.set(true);
        there.consumers().reset("sales", 0);
        looks.set(0);
        goOn.countDown();
        await(() -> looks.get() >= 3); // and finds out by itself
        append("order");
        blind.set(false);
        await(() -> isRefused(here));
        await(() -> handled.size() == 2);
        assertEquals(List.of("there", "there"), handled);
        assertFalse(isRefused(there));
        assertEquals("all events", stored().filter());
    }

    @Test
    void a_reset_to_where_a_consumer_stands_accepts_other_events_from_there_on() {
        append("cart");
        append("order");
        here.start(consumer(CARTS, "here"));
        await(() -> position() == storage.settledUpTo().position());
        there.start(consumer(ALL, "there"));
        await(() -> isRefused(there));
        there.consumers().reset("sales", position());
        await(() -> isRefused(here));
        append("order");
        await(() -> handled.size() == 2);
        assertEquals(List.of("here", "there"), handled);
    }

    @Test
    void a_consumer_stored_without_its_events_gets_those_of_the_first_node_that_runs_it() {
        here.start(consumer(CARTS, "here"));
        await(() -> here.status().get(0).leading());
        here.close();
        storage.transactions()
                .inNew(
                        () -> {
                            storage.consumers().change(stored().filtered(""));
                            return true;
                        });
        there.start(consumer(new EventFilter(Set.of("b", "a"), Set.of("d", "c")), "there"));
        await(() -> stored().filter().equals("events of categories [a, b] and types [c, d]"));
        await(() -> there.status().get(0).leading());
    }

    /** A node that is not told what is stored of all consumers. */
    private final class SometimesBlind extends DelegatingStorage {

        SometimesBlind() {
            super(storage);
        }

        @Override
        public ConsumerStore consumers() {
            return new DelegatingConsumers(storage.consumers()) {
                @Override
                public List<StoredConsumer> all() {
                    if (blind.get() && Thread.currentThread().getName().equals("annals-plans")) {
                        throw new IllegalStateException("blind");
                    }
                    return super.all();
                }

                @Override
                public Optional<StoredConsumer> find(String name) {
                    looks.incrementAndGet();
                    return super.find(name);
                }
            };
        }
    }

    private static boolean isRefused(ConsumerEngine node) {
        ConsumerStatus status = node.status().get(node.status().size() - 1);
        return !status.running() && !status.leading() && status.failure().isPresent();
    }

    private long position() {
        return here.consumers().list().stream()
                .mapToLong(ConsumerState::position)
                .findFirst()
                .orElse(-1); // it is not stored yet
    }

    private StoredConsumer stored() {
        return storage.consumers().find("sales").orElseThrow();
    }

    private Consumer consumer(EventFilter filter, String node) {
        return new Consumer(
                "sales", "", filter, Delivery.EXACTLY_ONCE, 1, 1, event -> handle(node));
    }

    /** Counts once it is committed. */
    private void handle(String node) {
        storage.transactions().afterCommit(() -> handled.add(node));
    }

    private void append(String category) {
        nodes.append(new StreamId(category, "1"), new Happened());
    }
}
