package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.Receipt;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.DelegatingCheckpoints;
import io.annals.es.test.DelegatingConsumers;
import io.annals.es.test.DelegatingStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be done about a consumer while it runs, here and on another node. */
@Timeout(60)
class ConsumersTest extends TwoNodes {

    @Test
    void a_paused_consumer_stands_still_until_it_is_resumed() {
        here.start(consumer("sales", view));
        append("a", 3);
        await(() -> view.handled() == 3);
        there.consumers().pause("sales");
        assertEquals(Activity.PAUSED, state("sales").activity());
        await(() -> here.status().get(0).leading() == false);
        append("a", 2);
        awaitHead();
        assertEquals(3, view.handled());
        there.consumers().resume("sales");
        await(() -> view.handled() == 5);
        assertEquals(Activity.RUNNING, state("sales").activity());
    }

    @Test
    void a_consumer_can_be_paused_as_soon_as_it_was_started() {
        append("a", 1);
        here.start(consumer("sales", view));
        here.consumers().pause("sales");
        assertEquals(Activity.PAUSED, state("sales").activity());
    }

    @Test
    void a_change_that_commits_while_a_segment_begins_counts() {
        AtomicBoolean first = new AtomicBoolean(true);
        DelegatingStorage changing =
                new DelegatingStorage(storage) {
                    @Override
                    public ConsumerStore consumers() {
                        return new DelegatingConsumers(sound.consumers()) {
                            @Override
                            public Optional<StoredConsumer> find(String name) {
                                Optional<StoredConsumer> found = super.find(name);
                                if (isConsumer() && first.getAndSet(false)) {
                                    CompletableFuture.runAsync(() -> there.consumers().pause(name))
                                            .join();
                                }
                                return found;
                            }
                        };
                    }
                };
        append("a", 3);
        engine(changing, journal).start(consumer("sales", view));
        await(() -> !first.get() && state("sales").activity() == Activity.PAUSED);
        await(() -> engines.get(2).status().get(0).running());
        await(() -> !engines.get(2).status().get(0).leading());
        assertEquals(0, view.handled());
        here.consumers().resume("sales");
        await(() -> view.handled() == 3);
    }

    private static boolean isConsumer() {
        return Thread.currentThread().getName().startsWith("annals-consumer");
    }

    @Test
    void what_is_handled_while_the_consumer_is_paused_is_undone() {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        here.start(
                consumer(
                        "sales",
                        event -> {
                            Counter.increment(storage.checkpoints(), "view");
                            inHandler.countDown();
                            goOn.await();
                        }));
        append("a", 1);
        await(() -> inHandler.getCount() == 0);
        await(() -> here.status().get(0).handling().toMillis() > 10);
        here.consumers().pause("sales");
        goOn.countDown();
        await(() -> !here.status().get(0).leading());
        await(() -> here.status().get(0).handling().isZero());
        assertEquals(0, storage.checkpoints().load("view"));
        here.consumers().resume("sales");
        await(() -> storage.checkpoints().load("view") == 1);
    }

    @Test
    void a_consumer_that_has_stopped_is_started_again_by_resume() {
        boolean[] broken = {true};
        here.start(
                consumer(
                        "sales",
                        event -> {
                            if (broken[0]) {
                                throw new IllegalStateException("cannot handle it");
                            }
                            view.handle(event);
                        }));
        append("a", 1);
        await(() -> !here.status().get(0).running());
        await(() -> state("sales").activity() == Activity.STOPPED);
        broken[0] = false;
        here.consumers().resume("sales");
        await(() -> view.handled() == 1);
    }

    @Test
    void a_reset_clears_the_view_and_has_the_events_replayed() {
        here.start(consumer("sales", view));
        List<Receipt> receipts = append("a", 5);
        await(() -> view.handled() == 5);
        long third = journal.position(receipts.get(2)).orElseThrow();
        here.consumers().reset("sales", third);
        await(() -> view.replayed() == 2);
        assertEquals(1, view.resets.get());
        append("b", 1);
        await(() -> view.handled() == 6);
        assertEquals(2, view.replayed());
        Instant future = Instant.parse("2999-01-01T00:00:00Z");
        assertThrows(IllegalArgumentException.class, () -> here.consumers().reset("sales", future));
        here.consumers().reset("sales", Instant.EPOCH);
        await(() -> view.replayed() == 8);
        assertEquals(6, view.handled());
    }

    @Test
    void a_reset_that_goes_forward_or_whose_method_fails_changes_nothing() {
        here.start(
                consumer(
                        "sales",
                        new EventHandler() {
                            @Override
                            public void handle(EventEnvelope<?> event) {
                                view.handle(event);
                            }

                            @Override
                            public void onReset() throws Exception {
                                throw new Exception("cannot clear it");
                            }
                        }));
        append("a", 2);
        await(() -> view.handled() == 2);
        awaitHead();
        long head = state("sales").head();
        assertMessage(
                "expected 0 to",
                assertThrows(
                        IllegalArgumentException.class,
                        () -> here.consumers().reset("sales", head + 1)));
        assertThrows(EventSourcingException.class, () -> here.consumers().reset("sales", 0));
        append("a", 1);
        await(() -> view.handled() == 3);
        assertEquals(0, view.replayed());
    }

    @Test
    void a_reset_that_loses_a_race_against_a_handler_is_repeated_while_nothing_is_handled() {
        List<Boolean> paused = new CopyOnWriteArrayList<>();
        EventHandler racing =
                new EventHandler() {
                    @Override
                    public void handle(EventEnvelope<?> event) {
                        view.handle(event);
                    }

                    @Override
                    public void replay(EventEnvelope<?> event) {
                        view.replay(event);
                    }

                    @Override
                    public void onReset() {
                        paused.add(storage.consumers().find("sales").orElseThrow().paused());
                        if (paused.size() == 1) {
                            throw new ContentionException("a deadlock", null);
                        }
                        view.onReset();
                    }
                };
        append("a", 2);
        here.start(consumer("sales", racing));
        await(() -> view.handled() == 2);
        here.consumers().reset("sales", 0);
        await(() -> view.replayed() == 2);
        assertEquals(List.of(false, true), paused);
        assertEquals(1, view.resets.get());
        assertEquals(Activity.RUNNING, state("sales").activity());
    }

    @Test
    void a_reset_succeeds_though_a_segment_begins_meanwhile() {
        AtomicBoolean begins = new AtomicBoolean();
        DelegatingStorage beginning =
                new DelegatingStorage(storage) {
                    @Override
                    public CheckpointStore checkpoints() {
                        return new DelegatingCheckpoints(sound.checkpoints()) {
                            @Override
                            public void hold(String name, long epoch) {
                                if (begins.getAndSet(false)) {
                                    CompletableFuture.runAsync(() -> begin(name)).join();
                                }
                                super.hold(name, epoch);
                            }
                        };
                    }
                };
        ConsumerEngine node = engine(beginning, journal);
        node.start(consumer("sales", view));
        append("a", 2);
        await(() -> view.handled() == 2);
        begins.set(true);
        node.consumers().reset("sales", 0);
        await(() -> view.replayed() == 2);
        assertFalse(begins.get());
        assertEquals(1, view.resets.get());
    }

    private void begin(String segment) {
        storage.transactions().inNew(() -> storage.checkpoints().resume(segment));
    }

    @Test
    void only_a_node_that_runs_the_consumer_resets_it() {
        here.start(consumer("sales", view));
        await(() -> there.consumers().list().size() == 1);
        assertThrows(IllegalStateException.class, () -> there.consumers().reset("sales", 0));
        assertMessage(
                "There are: sales",
                assertThrows(
                        IllegalArgumentException.class, () -> there.consumers().pause("other")));
    }

    @Test
    void tells_how_far_it_is_and_how_long_it_will_take() {
        CountDownLatch goOn = new CountDownLatch(1);
        here.start(
                consumer(
                        "sales",
                        event -> {
                            if (event.position() > 3) {
                                goOn.await();
                            }
                        }));
        append("a", 10);
        await(() -> state("sales").position() >= 3);
        ConsumerState behind = state("sales");
        assertTrue(behind.lag() > 0, behind::toString);
        assertTrue(behind.segments().get(0).owner().isPresent(), behind::toString);
        goOn.countDown();
        await(() -> state("sales").lag() == 0);
        assertEquals(Duration.ZERO, state("sales").timeLeft().orElseThrow());
        assertEquals(Duration.ZERO, state("sales").behind());
    }

    private void awaitHead() {
        await(() -> here.journalStatus().position() == storage.settledUpTo().position());
    }
}
