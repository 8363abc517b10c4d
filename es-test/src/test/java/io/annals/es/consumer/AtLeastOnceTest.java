package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter;
import io.annals.es.test.InMemoryStorage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler sees again that acts outside the journal's database, and what it does not. */
@Timeout(60)
class AtLeastOnceTest {

    private static final String NAME = "mails";

    @EventType("happened")
    public record Happened() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, Happened.class);
    private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile String slow = "none";
    private final ConsumerEngine here = nodes.open();
    private final ConsumerEngine there = nodes.open();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void a_resume_does_not_have_again_what_is_being_handled() {
        slow = "b1";
        here.start(consumer());
        append("b");
        await(() -> sent.contains("b1"));
        there.consumers().resume(NAME);
        goOn.countDown();
        append("c");
        await(() -> sent.contains("c1"));
        assertEquals(List.of("b1", "c1"), sent);
    }

    @Test
    void a_decision_does_not_have_again_what_is_being_handled() {
        slow = "b1";
        failing.put("a1", new IllegalStateException("no"));
        here.start(consumer());
        append("a");
        append("b");
        await(() -> sent.contains("b1"));
        failing.clear();
        there.consumers().retry(NAME, letters().get(0).position(), "me");
        goOn.countDown();
        append("c");
        await(() -> sent.contains("a1") && sent.contains("c1"));
        assertEquals(1, Collections.frequency(sent, "b1"));
    }

    @Test
    void a_decision_counts_that_takes_the_place_of_one_that_is_being_carried_out() {
        failing.put("a1", new IllegalStateException("no"));
        here.start(consumer());
        append("a");
        await(() -> letters().size() == 1);
        slow = "a1";
        long position = letters().get(0).position();
        here.consumers().retry(NAME, position, "me");
        await(() -> !here.status().get(0).handling().isZero());
        there.consumers().dismiss(NAME, position, "me");
        goOn.countDown();
        await(() -> letters().isEmpty());
        assertEquals(List.of(), sent);
    }

    @Test
    void what_is_being_handled_when_the_consumer_is_paused_comes_again() {
        slow = "b1";
        here.start(consumer());
        append("b");
        await(() -> sent.contains("b1"));
        there.consumers().pause(NAME);
        goOn.countDown();
        await(() -> !here.status().get(0).leading());
        there.consumers().resume(NAME);
        append("c");
        await(() -> sent.contains("c1"));
        assertEquals(List.of("b1", "b1", "c1"), sent);
    }

    private Consumer consumer() {
        return new Consumer(NAME, EventFilter.all(), Delivery.AT_LEAST_ONCE, this::send)
                .withOnError(OnError.DEAD_LETTER);
    }

    private void send(EventEnvelope<?> event) throws InterruptedException {
        String name = event.stream().id() + event.version();
        if (!failing.containsKey(name)) {
            sent.add(name);
        }
        if (slow.equals(name)) {
            goOn.await();
        }
        if (failing.containsKey(name)) {
            throw failing.get(name);
        }
    }

    private List<DeadLetter> letters() {
        return storage.deadLetters().list(NAME, 0, 100);
    }

    private void append(String id) {
        nodes.journal()
                .append(new StreamId("some", id), ExpectedVersion.any(), List.of(new Happened()));
    }
}
