package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.annals.es.EventFilter;
import io.annals.es.StreamId;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each node knows of how far consumers are behind, and of its own threads. */
@Timeout(60)
class ConsumerLagTest {

    private static final StreamId SHOP = new StreamId("shop", "1");
    private static final String NAME = "sales";

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, ConsumersTest.Counted.class);
    private volatile boolean broken;

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void is_known_to_all_nodes_and_grows_old_while_the_consumer_does_not_move() {
        ConsumerEngine one = started();
        nodes.append(SHOP, new ConsumersTest.Counted(1));
        Nodes.await(() -> caughtUp(one));
        ConsumerEngine other = started();
        Nodes.await(() -> caughtUp(other));

        broken = true;
        for (int i = 0; i < 10; i++) {
            nodes.append(SHOP, new ConsumersTest.Counted(i));
        }

        for (ConsumerEngine node : List.of(one, other)) {
            Nodes.await(() -> isBehindBy(10, node) && !lag(node).unmoved().isZero());
            assertFalse(lag(node).paused());
        }
        Duration before = lag(other).unmoved();
        Nodes.await(() -> lag(other).unmoved().compareTo(before) > 0);

        one.consumers().pause(NAME);
        Nodes.await(() -> lag(other).paused());

        broken = false;
        one.consumers().resume(NAME);
        Nodes.await(() -> caughtUp(one));
        Nodes.await(() -> caughtUp(other));
    }

    @Test
    void a_node_has_begun_once_it_has_looked_for_its_consumers() {
        ConsumerEngine node =
                new ConsumerEngine(
                        storage,
                        nodes.journal(),
                        storage.transactions(),
                        Thread::new,
                        Nodes.POLLING);
        assertFalse(node.hasBegun());
        try (node) {
            node.open();
            node.start(consumer());
            Nodes.await(node::hasBegun);
            assertEquals(List.of(), node.deadThreads());
        }
        assertEquals(List.of(), node.deadThreads());
    }

    @Test
    void a_node_tells_which_of_its_threads_have_ended_that_should_not() {
        try (ConsumerEngine node =
                new ConsumerEngine(
                        storage,
                        nodes.journal(),
                        storage.transactions(),
                        work -> new Thread(() -> {}),
                        Nodes.POLLING)) {
            assertEquals(List.of(), node.deadThreads());
            node.open();
            node.start(consumer());
            Nodes.await(
                    () ->
                            node.deadThreads()
                                    .equals(List.of("annals-journal-head", "annals-plans")));
            assertFalse(node.hasBegun());
        }
    }

    private ConsumerEngine started() {
        ConsumerEngine node = nodes.open();
        node.start(consumer());
        return node;
    }

    private Consumer consumer() {
        return new Consumer(
                NAME,
                EventFilter.all(),
                Delivery.AT_LEAST_ONCE,
                event -> {
                    if (broken) {
                        throw new IllegalStateException("broken");
                    }
                });
    }

    private boolean caughtUp(ConsumerEngine node) {
        return node.lags().equals(List.of(new ConsumerLag(NAME, 0, Duration.ZERO, false)));
    }

    private static boolean isBehindBy(int positions, ConsumerEngine node) {
        return !node.lags().isEmpty() && lag(node).positions() >= positions;
    }

    private static ConsumerLag lag(ConsumerEngine node) {
        return node.lags().get(0);
    }
}
