package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.DelegatingConsumers;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a node keeps its leases. */
@Timeout(60)
class RenewalTest {

    @EventType("happened")
    public record Happened() {}

    private final SetClock clock = new SetClock();
    private final InMemoryStorage storage = new InMemoryStorage(new InMemoryTransactions(), clock);
    private final Nodes nodes = new Nodes(storage, Happened.class);
    private final List<Set<String>> asked = new CopyOnWriteArrayList<>();
    private final ConsumerEngine here = nodes.open(new Counted(), nodes.journal());
    private final ConsumerEngine there = nodes.open();
    private final CountDownLatch changing = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        nodes.close();
    }

    @Test
    void leases_are_renewed_while_a_change_waits_for_a_lock() {
        here.start(consumer("clock", 1));
        here.start(consumer("sales", 1));
        await(() -> here.status().stream().allMatch(ConsumerStatus::leading));
        await(() -> epoch("sales") > 1); // it has begun, and begins no other one
        lock("sales"); // as a handler does that has saved and goes on
        there.start(consumer("sales", 2));
        await(() -> changing.getCount() == 0);
        Map<String, String> owners = storage.leases().owners();
        for (int seconds = 0; seconds < 12; seconds += 4) {
            clock.forward(Duration.ofSeconds(4));
            asked.clear();
            await(() -> !asked.isEmpty());
        }
        assertEquals(owners, storage.leases().owners());
        assertEquals(1, segments());
        over.countDown();
        await(() -> segments() == 2);
    }

    @Test
    void all_leases_are_asked_for_at_once() {
        here.start(consumer("sales", 8));
        here.start(consumer("clock", 1));
        await(() -> storage.leases().owners().size() == 10);
        asked.clear();
        await(() -> asked.size() > 2);
        assertEquals(
                Set.of(storage.leases().owners().keySet()),
                Set.copyOf(List.copyOf(asked).subList(1, 3)));
    }

    @Test
    void a_node_that_is_closed_keeps_its_leases_until_its_handlers_return() {
        AtomicInteger began = new AtomicInteger();
        EventHandler slow =
                event -> {
                    began.incrementAndGet();
                    over.await();
                };
        here.start(consumer("sales", 1).withHandler(slow));
        here.start(consumer("clock", 4));
        await(() -> here.status().stream().allMatch(ConsumerStatus::leading));
        there.start(consumer("sales", 1).withHandler(slow));
        nodes.append(new StreamId("some", "thing"), new Happened());
        await(() -> began.get() == 1);
        String owner = owner("consumer sales");
        CompletableFuture<Void> closed = CompletableFuture.runAsync(here::close);
        await(() -> owner("seat clock 0") == null);
        for (int seconds = 0; seconds < 12; seconds += 4) {
            clock.forward(Duration.ofSeconds(4));
            asked.clear();
            await(() -> !asked.isEmpty());
        }
        assertEquals(owner, owner("consumer sales"));
        assertEquals(1, began.get());
        over.countDown();
        closed.join();
        await(() -> there.status().stream().allMatch(ConsumerStatus::leading));
    }

    private @Nullable String owner(String lease) {
        return storage.leases().owners().get(lease);
    }

    private void lock(String checkpoint) {
        CountDownLatch locked = new CountDownLatch(1);
        Supplier<Boolean> untilEnd =
                () -> {
                    storage.checkpoints().hold(checkpoint, epoch(checkpoint));
                    locked.countDown();
                    await(() -> over.getCount() == 0);
                    return true;
                };
        new Thread(() -> storage.transactions().inNew(untilEnd)).start();
        await(() -> locked.getCount() == 0);
    }

    private long epoch(String checkpoint) {
        return storage.checkpoints().all().getOrDefault(checkpoint, Checkpoint.NONE).epoch();
    }

    private int segments() {
        return storage.consumers().find("sales").orElseThrow().segments();
    }

    private static Consumer consumer(String name, int segments) {
        return new Consumer(
                name, "", EventFilter.all(), Delivery.EXACTLY_ONCE, 1, segments, event -> {});
    }

    /** A node that tells which leases it asks for, and that it begins to change a consumer. */
    private final class Counted extends DelegatingStorage implements LeaseStore {

        Counted() {
            super(storage);
        }

        @Override
        public LeaseStore leases() {
            return this;
        }

        @Override
        public ConsumerStore consumers() {
            return new DelegatingConsumers(storage.consumers()) {
                @Override
                public void change(StoredConsumer changed) {
                    changing.countDown();
                    super.change(changed);
                }
            };
        }

        @Override
        public Duration duration() {
            return storage.leases().duration();
        }

        @Override
        public Map<String, Long> hold(Set<String> names, String owner) {
            Map<String, Long> held = storage.leases().hold(names, owner);
            asked.add(names);
            return held;
        }

        @Override
        public Map<String, String> owners() {
            return storage.leases().owners();
        }

        @Override
        public void release(String name, String owner) {
            storage.leases().release(name, owner);
        }
    }
}
