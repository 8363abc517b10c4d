package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.DeadLetter;
import io.annals.es.test.InMemoryStorage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What versions of a consumer do outside their views, as one takes the place of another: nothing is
 * left out, and nothing is done by both.
 */
@Timeout(60)
class TakeoverTest {

    @EventType("happened")
    public record Happened() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, Happened.class);
    private final ConsumerEngine here = nodes.open();
    private final ConsumerEngine there = nodes.open();
    private final Mailer first = new Mailer();
    private final Mailer second = new Mailer();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void a_version_is_not_retired_that_has_set_events_aside_on_which_it_has_yet_to_act() {
        first.failing.put("a1", new IllegalStateException("no"));
        here.start(version(1, first));
        append("a", 2);
        append("b", 1);
        await(() -> first.sent.contains("b1"));
        awaitCommitOf(1); // else what is being handled as the second comes is done again
        there.start(version(2, second));
        await(() -> second.replayed.size() == 3);
        there.consumers().activate("sales", 2);
        String message = refusal(() -> there.consumers().retire("sales", 1));
        assertTrue(message.contains("has set aside 2 events"), message);
        assertTrue(message.contains("Retry or dismiss them"), message);
        first.failing.clear();
        here.consumers().retry("sales-1", letters(1).get(0).position(), "me");
        await(() -> letters(1).isEmpty());
        here.consumers().retire("sales", 1);
        assertEquals(List.of("b1", "a1", "a2"), first.sent);
        assertEquals(List.of(), second.sent);
    }

    @Test
    void a_version_does_not_come_back_before_it_has_acted_on_what_it_has_set_aside() {
        first.failing.put("a1", new IllegalStateException("no"));
        here.start(version(1, first));
        append("a", 1);
        await(() -> letters(1).size() == 1);
        there.start(version(2, second));
        await(() -> second.replayed.size() == 1);
        there.consumers().activate("sales", 2);
        String message = refusal(() -> there.consumers().activate("sales", 1));
        assertTrue(message.contains("has set aside 1 events"), message);
        first.failing.clear();
        here.consumers().retry("sales-1", letters(1).get(0).position(), "me");
        await(() -> letters(1).isEmpty());
        there.consumers().activate("sales", 1);
        assertEquals(List.of("a1"), first.sent);
    }

    @Test
    void a_version_is_retired_whose_effects_do_not_wait_though_its_view_does() {
        second.failing.put("a1", new IllegalStateException("no"));
        startBoth(here, there); // else what is being handled as the second comes is done again
        append("a", 1);
        await(() -> letters(2).size() == 1);
        here.consumers().retire("sales", 2);
        await(() -> first.sent.size() == 1);
    }

    @Test
    void what_is_being_handled_when_a_version_takes_over_is_done_once_by_the_one_that_began() {
        CountDownLatch goOn = new CountDownLatch(1);
        first.afterwards = goOn::await;
        second.afterwards = goOn::await;
        startBoth(here, there);
        append("a", 1);
        await(() -> first.sent.size() == 1 && second.replayed.size() == 1);
        there.consumers().activate("sales", 2);
        append("a", 1);
        goOn.countDown();
        await(() -> second.sent.contains("a2") && first.replayed.contains("a2"));
        assertEquals(List.of("a1"), first.sent);
        assertEquals(List.of("a1"), second.replayed);
        assertEquals(List.of("a2"), second.sent);
    }

    @Test
    void a_node_that_does_not_know_yet_that_its_version_is_spare_has_no_effects() {
        startBoth(there, here);
        append("a", 1);
        await(() -> first.sent.size() == 1 && second.replayed.size() == 1);
        for (int round = 2; round <= 6; round += 2) {
            String back = "a" + (round + 1);
            here.consumers().activate("sales", 2);
            append("a", 1); // before the other node looks
            String taken = "a" + round;
            await(() -> second.sent.contains(taken) && first.replayed.contains(taken));
            there.consumers().activate("sales", 1);
            append("a", 1);
            await(() -> first.sent.contains(back) && second.replayed.contains(back));
        }
        assertEquals(List.of("a1", "a3", "a5", "a7"), first.sent);
        assertEquals(List.of("a2", "a4", "a6"), second.sent);
    }

    @Test
    void a_new_version_takes_over_by_itself_where_that_is_wanted() {
        append("a", 3);
        here.start(version(1, first).withActivation(Activation.AUTO));
        await(() -> first.sent.size() == 3);
        there.start(version(2, second).withActivation(Activation.AUTO));
        await(() -> here.consumers().activeVersion("sales") == 2);
        append("b", 1);
        await(() -> second.sent.size() == 1 && first.replayed.size() == 1);
        assertEquals(List.of("a1", "a2", "a3"), second.replayed);
        assertEquals(List.of("b1"), second.sent);
    }

    /** Ends when whoever works for the first knows of the second. */
    private void startBoth(ConsumerEngine one, ConsumerEngine other) {
        one.start(version(1, first));
        await(() -> epoch(1) == 2);
        other.start(version(2, second));
        await(() -> epoch(1) == 4);
    }

    /** Ends when a version has finished all that there is, in the storage. */
    private void awaitCommitOf(int version) {
        await(() -> checkpoint(version).position() == storage.settledUpTo().position());
    }

    private long epoch(int version) {
        return checkpoint(version).epoch();
    }

    private Checkpoint checkpoint(int version) {
        return storage.checkpoints().all().getOrDefault("sales-" + version, Checkpoint.NONE);
    }

    private List<DeadLetter> letters(int version) {
        return storage.deadLetters().list("sales-" + version, 0, 100);
    }

    private static String refusal(Runnable call) {
        return String.valueOf(assertThrows(IllegalStateException.class, call::run).getMessage());
    }

    private static Consumer version(int version, EventHandler handler) {
        return new Consumer(
                        "sales-" + version,
                        "sales",
                        EventFilter.all(),
                        Delivery.EXACTLY_ONCE,
                        1,
                        1,
                        handler)
                .withOnError(OnError.DEAD_LETTER);
    }

    private void append(String id, int count) {
        IntStream.range(0, count)
                .forEach(
                        i ->
                                nodes.journal()
                                        .append(
                                                new StreamId("some", id),
                                                ExpectedVersion.any(),
                                                List.of(new Happened())));
    }

    /** Sends a letter for each event, which no transaction takes back. */
    private static final class Mailer implements EventHandler {

        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final List<String> replayed = new CopyOnWriteArrayList<>();
        private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
        private volatile Afterwards afterwards = () -> {};

        @Override
        public void handle(EventEnvelope<?> event) throws Exception {
            note(event, sent);
        }

        @Override
        public void replay(EventEnvelope<?> event) throws Exception {
            note(event, replayed);
        }

        private void note(EventEnvelope<?> event, List<String> where) throws Exception {
            String name = event.stream().id() + event.version();
            if (failing.containsKey(name)) {
                throw failing.get(name);
            }
            where.add(name);
            afterwards.run();
        }
    }

    private interface Afterwards {
        void run() throws Exception;
    }
}
