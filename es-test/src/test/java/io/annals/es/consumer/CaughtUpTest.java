package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventEnvelope;
import io.annals.es.Receipt;
import io.annals.es.spi.CheckpointStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting until a consumer has handled what was appended, here or on another node. */
@Timeout(60)
class CaughtUpTest extends TwoNodes {

    @Test
    void what_was_appended_has_been_handled_when_the_wait_is_over_on_any_node() {
        // Another node sees the commit before whoever is told after it.
        CheckpointStore counters = storage.checkpoints();
        here.start(
                consumer("sales", event -> Counter.increment(counters, event.stream().toString())));
        for (int i = 0; i < 20; i++) {
            Receipt receipt = append("a" + i, 1).get(0);
            ConsumerEngine node = i % 2 == 0 ? here : there;
            node.consumers().awaitCaughtUp("sales", receipt, Duration.ofSeconds(30));
            assertEquals(1, counters.load(receipt.stream().toString()), receipt::toString);
        }
    }

    @Test
    void a_version_that_was_started_just_now_can_be_waited_for_by_the_name_of_its_family() {
        ConsumerEngine slow = engine(storage, journal, neverRun -> new Thread());
        slow.start(consumer("sales-2", view));
        slow.start(consumer("sales-1", view));
        Receipt receipt = append("a", 1).get(0);
        assertMessage(
                "'sales-1'",
                assertThrows(
                        ConsumerBehindException.class,
                        () ->
                                slow.consumers()
                                        .awaitCaughtUp("sales", receipt, Duration.ofMillis(1))));
    }

    @Test
    void a_wait_for_what_is_not_committed_fails_at_once_and_one_that_takes_too_long_at_its_end() {
        here.start(consumer("sales", view));
        await(() -> there.consumers().list().size() == 1);
        storage.transactions()
                .inNew(
                        () -> {
                            Receipt receipt = append("a", 1).get(0);
                            assertThrows(
                                    IllegalStateException.class,
                                    () ->
                                            here.consumers()
                                                    .awaitCaughtUp(
                                                            "sales", receipt, Duration.ofHours(1)));
                            return true;
                        });
        here.consumers().pause("sales");
        Receipt receipt = append("b", 1).get(0);
        assertThrows(
                ConsumerBehindException.class,
                () -> there.consumers().awaitCaughtUp("sales", receipt, Duration.ofMillis(50)));
    }

    @Test
    void what_another_node_has_reset_has_not_been_handled_although_this_one_does_not_know() {
        CountDownLatch goOn = new CountDownLatch(1);
        ConsumerEngine behind = engine(storage, journal, neverRun -> new Thread());
        Consumer consumer =
                consumer(
                        "sales",
                        new EventHandler() {
                            @Override
                            public void handle(EventEnvelope<?> event) {
                                view.handle(event);
                            }

                            @Override
                            public void replay(EventEnvelope<?> event) throws Exception {
                                goOn.await();
                                Counter.increment(storage.checkpoints(), "replayed");
                            }
                        });
        here.start(consumer);
        Receipt receipt = append("a", 1).get(0);
        await(() -> view.handled() == 1);
        behind.start(consumer);
        here.consumers().awaitCaughtUp("sales", receipt, Duration.ofSeconds(30));
        behind.consumers().reset("sales", 0);
        assertThrows(
                ConsumerBehindException.class,
                () -> here.consumers().awaitCaughtUp("sales", receipt, Duration.ofMillis(1)));
        goOn.countDown();
        here.consumers().awaitCaughtUp("sales", receipt, Duration.ofSeconds(30));
        assertEquals(1, storage.checkpoints().load("replayed"));
    }
}
