package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.UnreadableEventException;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.JournalStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream waits behind an event that could not be handled, and no other stream does. */
@Timeout(60)
class DeadLettersTest {

    private static final String NAME = "follower";

    @EventType("happened")
    public record Happened() {}

    @EventType("strange")
    public record Strange() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal journal = journal(List.of(Happened.class, Strange.class));
    private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private volatile Runnable meanwhile = () -> {};
    private ConsumerEngine engine = engine(storage, journal);

    @BeforeEach
    void make_a_view() {
        storage.transactions()
                .inNew(
                        () -> {
                            storage.checkpoints().reset("view", 0, 0);
                            return true;
                        });
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void later_events_of_the_stream_wait_and_other_streams_go_on(Delivery delivery) {
        failing.put("a2", new IllegalStateException("no"));
        append("a", 3);
        append("b", 2);
        start(consumer(delivery, 1));
        append("a", 1);
        append("b", 1);
        await(() -> handled.contains("b3"));
        assertEquals(List.of("a1", "b1", "b2", "b3"), handled);
        assertEquals(List.of("a2", "a3", "a4"), letters());
        DeadLetter failed = engine.consumers().deadLetters(NAME, 0, 10).get(0);
        assertEquals(1, failed.attempts());
        assertEquals("no", failed.failure().orElseThrow().message());
        assertEquals(3, status().deadLetters());
        assertEquals(0, status().skipped());
        assertTrue(status().running());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void nothing_is_lost_or_doubled_in_batches(int batch) {
        failing.put("a2", new IllegalStateException("no"));
        failing.put("b5", new IllegalStateException("no"));
        IntStream.range(0, 4).forEach(i -> List.of("a", "b", "c").forEach(id -> append(id, 3)));
        start(consumer(Delivery.EXACTLY_ONCE, batch));
        await(() -> handled.contains("c12"));
        awaitView(36 - 19);
        await(() -> letters().size() == 11 + 8); // they may be set aside with the last event
        failing.clear();
        letters().stream().filter(letter -> letter.matches("a2|b5")).forEach(this::retry);
        await(() -> letters().isEmpty());
        awaitView(36);
        assertInOrder("a", 12);
        assertInOrder("b", 12);
        assertInOrder("c", 12);
    }

    @Test
    void nothing_is_lost_or_doubled_where_a_batch_ends_early_among_events_that_wait() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 100));
        await(() -> letters().size() == 1);
        meanwhile =
                () -> {
                    meanwhile = () -> {};
                    long end = System.nanoTime() + Duration.ofSeconds(1).toNanos(); // see Handling
                    await(() -> System.nanoTime() >= end);
                };
        storage.transactions()
                .inNew(
                        () -> {
                            for (int i = 0; i < 4; i++) {
                                append("a", 2);
                                append("b", 1);
                            }
                            return true;
                        });
        await(() -> handled.contains("b4"));
        await(() -> status().deadLetters() == 9); // it is told after the commit
        assertEquals(IntStream.rangeClosed(1, 9).mapToObj(i -> "a" + i).toList(), letters());
        awaitView(4);
        failing.clear();
        retry("a1");
        await(() -> letters().isEmpty());
        assertInOrder("a", 9);
        assertInOrder("b", 4);
    }

    @Test
    void nothing_is_set_aside_where_the_checkpoint_cannot_be_saved_with_it() {
        failing.put("a2", new IllegalStateException("no"));
        append("b", 1);
        append("a", 2);
        append("b", 1);
        restart(new OnceUnableToSave(storage), journal); // the third time
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> handled.contains("b2"));
        assertEquals(List.of("b1", "a1", "a2", "a2", "b2"), tried);
        assertEquals(List.of("a2"), letters());
        awaitView(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_retried_event_and_those_behind_it_are_handled_in_order(Delivery delivery) {
        failing.put("a2", new IllegalStateException("no"));
        append("a", 5);
        append("b", 1);
        start(consumer(delivery, 1));
        await(() -> handled.contains("b1"));
        failing.clear();
        retry("a2");
        await(() -> letters().isEmpty());
        append("a", 1);
        await(() -> handled.contains("a6"));
        assertInOrder("a", 6);
        assertEquals(7, handled.size());
        assertEquals(0, status().deadLetters());
    }

    @Test
    void a_retry_that_fails_replaces_the_failure_and_the_others_wait_still() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 2);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 2);
        failing.put("a1", new IllegalArgumentException("still not"));
        retry("a1");
        await(() -> letter("a1").attempts() == 2);
        DeadLetter letter = letter("a1");
        assertEquals("still not", letter.failure().orElseThrow().message());
        assertTrue(letter.stands());
        assertEquals(List.of("a1", "a2"), letters());
        awaitView(0);
    }

    @Test
    void a_retry_is_undone_where_another_node_has_taken_over_meanwhile() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 1);
        failing.clear();
        meanwhile =
                () -> {
                    meanwhile = () -> {};
                    storage.transactions().inNew(() -> storage.checkpoints().resume(NAME));
                };
        retry("a1");
        await(() -> letters().isEmpty());
        assertEquals(List.of("a1", "a1", "a1"), tried);
        awaitView(1);
    }

    @Test
    void the_next_one_that_cannot_be_handled_holds_up_the_rest() {
        failing.put("a1", new IllegalStateException("no"));
        failing.put("a3", new IllegalStateException("nor this"));
        append("a", 4);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 4);
        failing.remove("a1");
        retry("a1");
        await(() -> letters().equals(List.of("a3", "a4")) && letter("a3").stands());
        assertEquals(List.of("a1", "a2"), handled);
        assertEquals(1, letter("a3").attempts());
        assertThrows(IllegalArgumentException.class, () -> retry("a4"));
    }

    @Test
    void a_dismissed_event_is_left_out_and_those_behind_it_go_on() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 3);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 3);
        engine.consumers().dismiss(NAME, letter("a1").position(), "me");
        await(() -> letters().isEmpty());
        assertEquals(List.of("a2", "a3"), handled);
        assertEquals(List.of("a1", "a2", "a3"), tried);
        assertEquals(1, status().dismissed());
        assertEquals(0, status().skipped());
    }

    @Test
    void a_stream_waits_still_after_a_restart() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 1);
        failing.clear();
        restart(storage, journal);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        append("a", 1);
        append("b", 1);
        await(() -> handled.contains("b1"));
        assertEquals(List.of("a1", "a2"), letters());
        retry("a1");
        await(() -> letters().isEmpty());
        assertEquals(List.of("b1", "a1", "a2"), handled);
    }

    @Test
    void what_waits_goes_on_where_a_node_ended_in_the_middle_of_a_stream() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 3);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 3);
        engine.close();
        DeadLetter first = letter("a1");
        storage.transactions()
                .inNew(
                        () -> {
                            storage.deadLetters().remove(first);
                            return true;
                        });
        engine = engine(storage, journal);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().isEmpty());
        assertEquals(List.of("a2", "a3"), handled);
    }

    @Test
    void an_event_that_cannot_be_read_stops_the_consumer_and_is_not_set_aside() {
        journal.append(stream("a"), ExpectedVersion.any(), List.of(new Strange()));
        restart(storage, journal(List.of(Happened.class)));
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> !status().running());
        assertInstanceOf(UnreadableEventException.class, status().failure().orElseThrow());
        assertEquals(List.of(), letters());
    }

    @Test
    void an_event_is_set_aside_whose_handler_loses_every_race() {
        failing.put("a1", new ContentionException("lost", null));
        append("a", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> letters().size() == 1);
        assertEquals(List.of("a1", "a1", "a1", "a1", "a1"), tried);
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class})
    void what_is_wrong_with_the_node_stops_the_consumer_there(Class<? extends Error> type) {
        append("a", 1);
        start(
                new Consumer(
                                NAME,
                                EventFilter.all(),
                                Delivery.EXACTLY_ONCE,
                                event -> {
                                    throw type.getConstructor().newInstance();
                                })
                        .withOnError(OnError.DEAD_LETTER));
        await(() -> !status().running());
        assertEquals(List.of(), letters());
    }

    @Test
    void a_handler_that_is_interrupted_does_not_set_its_event_aside() {
        append("a", 1);
        start(
                new Consumer(
                                NAME,
                                EventFilter.all(),
                                Delivery.EXACTLY_ONCE,
                                event -> {
                                    Thread.currentThread().interrupt();
                                    throw new IllegalStateException("interrupted");
                                })
                        .withOnError(OnError.DEAD_LETTER));
        await(() -> !status().running());
        assertEquals(List.of(), letters());
    }

    @Test
    void an_event_is_tried_again_until_it_can_be_handled_and_nothing_overtakes_it() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 1);
        append("b", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1).withOnError(OnError.RETRY));
        await(() -> tried.size() == 3);
        assertEquals("no", status().failure().orElseThrow().getMessage());
        assertTrue(status().running());
        failing.clear();
        await(() -> handled.contains("b1"));
        assertEquals(List.of("a1", "b1"), handled);
        assertTrue(status().failure().isEmpty());
    }

    @Test
    void a_reset_forgets_what_was_set_aside_after_its_position() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 2);
        append("b", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> handled.contains("b1"));
        failing.clear();
        engine.consumers().reset(NAME, 0);
        await(() -> handled.contains("a2"));
        await(() -> handled.size() == 4);
        assertEquals(List.of("b1", "a1", "a2", "b1"), handled);
        assertEquals(List.of(), letters());
    }

    @Test
    void nobody_finds_in_the_view_what_is_set_aside() {
        failing.put("a1", new IllegalStateException("no"));
        append("a", 2);
        append("b", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> handled.contains("b1"));
        Consumers consumers = engine.consumers();
        consumers.awaitCaughtUp(NAME, new Receipt(stream("b"), 1), Duration.ofMinutes(1));
        assertThrows(
                ConsumerBehindException.class,
                () ->
                        consumers.awaitCaughtUp(
                                NAME, new Receipt(stream("a"), 2), Duration.ofMillis(1)));
        consumers.dismiss(NAME, letter("a1").position(), "me");
        consumers.awaitCaughtUp(NAME, new Receipt(stream("a"), 2), Duration.ofMinutes(1));
        assertEquals(List.of("b1", "a2"), handled);
    }

    @Test
    void every_segment_works_for_the_dead_letters_of_its_own_streams() {
        for (int i = 0; i < 20; i++) {
            failing.put("s" + i + "-1", new IllegalStateException("no"));
            append("s" + i + "-", 2);
        }
        start(
                new Consumer(
                                NAME,
                                "",
                                EventFilter.all(),
                                Delivery.EXACTLY_ONCE,
                                10,
                                4,
                                this::handle)
                        .withOnError(OnError.DEAD_LETTER));
        await(() -> letters().size() == 40);
        await(() -> status().deadLetters() == 40); // it is told after the commits
        failing.clear();
        IntStream.range(0, 20).forEach(i -> retry("s" + i + "-1"));
        await(() -> letters().isEmpty());
        awaitView(40);
        assertInOrder("s7-", 2);
    }

    @Test
    void only_failed_events_that_are_aside_can_be_decided_on_and_by_somebody() {
        append("a", 1);
        start(consumer(Delivery.EXACTLY_ONCE, 1));
        await(() -> handled.contains("a1"));
        Consumers consumers = engine.consumers();
        assertThrows(IllegalArgumentException.class, () -> consumers.retry(NAME, 1, "me"));
        assertThrows(IllegalArgumentException.class, () -> consumers.dismiss(NAME, 1, " "));
        assertThrows(IllegalArgumentException.class, () -> consumers.retry("nobody", 1, "me"));
        assertThrows(IllegalArgumentException.class, () -> consumers.deadLetters("nobody", 0, 10));
    }

    private Consumer consumer(Delivery delivery, int batch) {
        return new Consumer(NAME, "", EventFilter.all(), delivery, batch, 1, this::handle)
                .withOnError(OnError.DEAD_LETTER);
    }

    private void handle(EventEnvelope<?> event) {
        String name = event.stream().id() + event.version();
        tried.add(name);
        meanwhile.run();
        view();
        if (failing.containsKey(name)) {
            throw failing.get(name);
        }
        handled.add(name);
    }

    /** A view in the storage's transactions, if there is one: how many events it has counted. */
    private void view() {
        storage.transactions()
                .required(
                        () -> {
                            long seen = storage.checkpoints().resume("view").position();
                            storage.checkpoints().reset("view", seen + 1, 0);
                            return true;
                        });
    }

    /** A handler is done before its transaction has committed what it wrote. */
    private void awaitView(long events) {
        await(() -> storage.checkpoints().load("view") == events);
    }

    private void assertInOrder(String id, int last) {
        assertEquals(
                IntStream.rangeClosed(1, last).mapToObj(version -> id + version).toList(),
                handled.stream().distinct().filter(name -> name.startsWith(id)).toList());
    }

    private List<String> letters() {
        return storage.deadLetters().list(NAME, 0, 1_000).stream()
                .map(letter -> letter.stream().id() + letter.version())
                .toList();
    }

    private DeadLetter letter(String name) {
        return storage.deadLetters().list(NAME, 0, 1_000).stream()
                .filter(letter -> name.equals(letter.stream().id() + letter.version()))
                .findFirst()
                .orElseThrow();
    }

    private void retry(String name) {
        engine.consumers().retry(NAME, letter(name).position(), "me");
    }

    private ConsumerStatus status() {
        return engine.status().get(0);
    }

    private void start(Consumer consumer) {
        engine.start(consumer);
        await(() -> !engine.status().isEmpty());
    }

    private void append(String id, int count) {
        journal.append(
                stream(id),
                ExpectedVersion.any(),
                IntStream.range(0, count).mapToObj(i -> new Happened()).toList());
        engine.wake();
    }

    private static StreamId stream(String id) {
        return new StreamId("some", id);
    }

    private void restart(JournalStorage seen, TypedJournal read) {
        engine.close();
        engine = engine(seen, read);
    }

    private TypedJournal journal(List<Class<?>> types) {
        return new TypedJournal(
                storage,
                new JsonbEventSerializer(),
                () -> EventTypes.of(types),
                storage.transactions(),
                () -> {});
    }

    private ConsumerEngine engine(JournalStorage seen, TypedJournal read) {
        ConsumerEngine opened =
                new ConsumerEngine(
                        seen,
                        read,
                        storage.transactions(),
                        Thread::new,
                        new Polling(Duration.ofMillis(5), Duration.ofMillis(5)));
        opened.open();
        return opened;
    }
}
