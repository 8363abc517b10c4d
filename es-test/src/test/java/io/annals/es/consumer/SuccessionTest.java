package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a version takes the place of another by itself. Nothing runs here: each look is a call. */
class SuccessionTest {

    @EventType("happened")
    public record Happened() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, Happened.class);
    private final Arrangement arrangement = new Arrangement(storage, storage.transactions());
    private final Takeover takeover = new Takeover(storage);
    private final Succession succession = new Succession(storage, storage.transactions());
    private final List<Consumer> started = new ArrayList<>();

    @BeforeEach
    void fill_two_versions() {
        append(10);
        start(1);
        start(2);
        move(1, storage.settledUpTo().position());
    }

    @Test
    void a_new_version_takes_over_when_it_has_come_to_the_end_and_not_before() {
        move(2, storage.settledUpTo().position() - 1);
        look(10);
        assertEquals(1, active());
        move(2, storage.settledUpTo().position());
        append(1); // others go on meanwhile
        look(4);
        assertEquals(2, active());
    }

    @Test
    void a_version_from_which_somebody_has_gone_back_does_not_take_over_again() {
        catchUp(2);
        look(4);
        activate(1);
        look(10);
        assertEquals(1, active());
        retireAndFeedAgain(2);
        look(10);
        assertEquals(1, active());
    }

    @Test
    void a_version_does_not_take_over_where_somebody_has_gone_back_from_a_later_one() {
        start(3);
        catchUp(2);
        catchUp(3);
        activate(3);
        activate(1);
        started.remove(2);
        look(10);
        assertEquals(1, active());
        start(4);
        catchUp(4);
        look(4);
        assertEquals(4, active());
    }

    @Test
    void of_several_new_versions_the_highest_takes_over() {
        start(3);
        catchUp(2);
        look(10);
        assertEquals(1, active());
        catchUp(3);
        look(4);
        assertEquals(3, active());
    }

    @Test
    void a_version_does_not_take_over_unless_it_is_to_or_while_it_is_paused() {
        catchUp(2);
        StoredConsumer plan = plan(2);
        change(plan.paused(true));
        look(10);
        assertEquals(1, active());
        change(plan(2).paused(false));
        started.set(1, started.get(1).withActivation(Activation.MANUAL));
        look(10);
        assertEquals(1, active());
    }

    @Test
    void a_version_does_not_take_over_that_has_set_an_event_aside() {
        catchUp(2);
        storage.transactions()
                .inNew(
                        () -> {
                            storage.deadLetters()
                                    .add(
                                            "sales-2",
                                            storage.read(0, 100, EventFilter.all(), 1)
                                                    .events()
                                                    .get(0));
                            return true;
                        });
        look(10);
        assertEquals(1, active());
        DeadLetter letter = storage.deadLetters().list("sales-2", 0, 1).get(0);
        storage.transactions()
                .inNew(
                        () -> {
                            storage.deadLetters().remove(letter);
                            return true;
                        });
        look(4);
        assertEquals(2, active());
    }

    private void start(int version) {
        Consumer consumer =
                new Consumer(
                                "sales-" + version,
                                "sales",
                                EventFilter.all(),
                                Delivery.EXACTLY_ONCE,
                                1,
                                1,
                                event -> {})
                        .withActivation(Activation.AUTO);
        arrangement.create(consumer);
        started.add(consumer);
    }

    private void look(int times) {
        IntStream.range(0, times)
                .forEach(
                        i ->
                                succession.look(
                                        started,
                                        storage.consumers().all(),
                                        storage.checkpoints().all()));
    }

    private int active() {
        return takeover.active("sales");
    }

    private void activate(int version) {
        storage.transactions().inNew(() -> takeover.activate("sales", version));
    }

    private void retireAndFeedAgain(int version) {
        storage.transactions().inNew(() -> takeover.retire("sales", version));
        change(Reset.fedAgain(plan(version)));
    }

    private StoredConsumer plan(int version) {
        return storage.consumers().find("sales-" + version).orElseThrow();
    }

    private void change(StoredConsumer changed) {
        storage.transactions()
                .inNew(
                        () -> {
                            storage.consumers().change(changed);
                            return true;
                        });
    }

    private void catchUp(int version) {
        move(version, storage.settledUpTo().position());
    }

    private void move(int version, long position) {
        storage.transactions()
                .inNew(
                        () -> {
                            Checkpoint now = storage.checkpoints().resume("sales-" + version);
                            storage.checkpoints().save("sales-" + version, now.epoch(), position);
                            return true;
                        });
    }

    private void append(int count) {
        nodes.journal()
                .append(
                        new StreamId("some", "thing"),
                        ExpectedVersion.any(),
                        IntStream.range(0, count).mapToObj(i -> new Happened()).toList());
    }
}
