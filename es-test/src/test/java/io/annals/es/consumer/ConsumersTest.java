package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.DelegatingCheckpoints;
import io.annals.es.test.DelegatingConsumers;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be done about consumers while they run, here and on another node. */
@Timeout(60)
class ConsumersTest {

    @EventType("counted")
    public record Counted(int number) {}

    @EventType("other")
    public record Other() {}

    @EventType("latest")
    public record Latest() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Counted.class)),
                    storage.transactions(),
                    () -> {});
    private final List<ConsumerEngine> engines = new ArrayList<>();
    private final ConsumerEngine here = engine();
    private final ConsumerEngine there = engine();
    private final View view = new View();

    @AfterEach
    void close() {
        engines.forEach(ConsumerEngine::close);
    }

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
    void a_node_that_has_stopped_at_an_event_goes_on_when_another_has_handled_it_and_is_gone() {
        here.start(
                consumer(
                        "sales",
                        event -> {
                            if (event.version() == 2) {
                                throw new IllegalStateException("only the other node can do that");
                            }
                            view.handle(event);
                        }));
        append("a", 2);
        await(() -> !here.status().get(0).running());
        there.start(consumer("sales", view));
        await(() -> view.handled() == 2);
        there.close();
        append("a", 1);
        await(() -> view.handled() == 3);
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

    @Test
    void a_node_goes_on_quietly_where_the_database_has_gone_back_to_an_earlier_revision() {
        AtomicInteger beginnings = new AtomicInteger();
        DelegatingStorage counting =
                new DelegatingStorage(storage) {
                    @Override
                    public CheckpointStore checkpoints() {
                        return new DelegatingCheckpoints(sound.checkpoints()) {
                            @Override
                            public Checkpoint resume(String name) {
                                beginnings.incrementAndGet();
                                return super.resume(name);
                            }
                        };
                    }
                };
        ConsumerEngine node = engine(counting, journal);
        node.start(consumer("sales", view));
        append("a", 1);
        await(() -> view.handled() == 1);
        IntStream.range(0, 5).forEach(i -> here.consumers().resume("sales"));
        append("a", 1);
        await(() -> view.handled() == 2 && beginnings.get() > 1);
        storage.transactions()
                .inNew(
                        () -> {
                            storage.consumers().remove("sales");
                            storage.consumers().create(StoredConsumer.first("sales", 1));
                            storage.checkpoints().resume("sales");
                            return true;
                        });
        beginnings.set(0);
        append("a", 1);
        await(() -> view.handled() == 3);
        here.consumers().resume("sales");
        append("a", 1);
        await(() -> view.handled() == 4);
        assertTrue(beginnings.get() <= 5, beginnings::toString);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "4, 1", "4, 2", "2, 8", "16, 8"})
    void the_number_of_segments_changes_and_every_event_is_handled_once_in_the_order_of_its_stream(
            int before, int after) {
        here.start(consumer("sales", before, view));
        IntStream.range(0, 40).forEach(i -> append("s" + i, 5));
        await(() -> view.handled() >= 60);
        there.start(consumer("sales", after, view));
        IntStream.range(0, 40).forEach(i -> append("s" + i, 5));
        await(() -> view.handled() >= 400);
        await(() -> state("sales").segments().size() == after);
        IntStream.range(0, 40).forEach(i -> append("s" + i, 1));
        await(() -> view.handled() >= 440);
        assertEquals(440, view.handled());
        view.events.forEach(
                (stream, versions) ->
                        assertEquals(
                                IntStream.rangeClosed(1, 11).mapToObj(Long::valueOf).toList(),
                                List.copyOf(versions.values()),
                                stream::toString));
    }

    @Test
    void segments_are_merged_when_the_one_behind_has_caught_up() {
        CountDownLatch goOn = new CountDownLatch(1);
        Segment slow = new Segment("sales", 0, 2);
        EventHandler slowly =
                event -> {
                    if (slow.contains(event.stream())) {
                        goOn.await();
                    }
                    view.handle(event);
                };
        here.start(consumer("sales", 2, slowly));
        IntStream.range(0, 40).forEach(i -> append("s" + i, 2));
        long others =
                IntStream.range(0, 40)
                        .filter(i -> !slow.contains(new StreamId("some", "s" + i)))
                        .count();
        await(() -> view.handled() == 2 * others);
        there.start(consumer("sales", 1, slowly));
        await(
                () ->
                        storage.transactions()
                                        .inNew(
                                                () ->
                                                        storage.consumers()
                                                                .find("sales")
                                                                .orElseThrow())
                                        .wantedSegments()
                                == 1);
        IntStream.range(0, 40).forEach(i -> append("s" + i, 1));
        goOn.countDown();
        await(() -> view.handled() == 120);
        await(() -> state("sales").segments().size() == 1);
        assertEquals(40, view.events.size());
        view.events.forEach(
                (stream, versions) ->
                        assertEquals(
                                List.of(1L, 2L, 3L),
                                List.copyOf(versions.values()),
                                stream::toString));
    }

    @Test
    void nodes_share_the_segments_and_one_takes_them_all_when_the_other_is_gone() {
        here.start(consumer("sales", 4, view));
        await(() -> owners("sales").size() == 1);
        there.start(consumer("sales", 4, view));
        await(() -> Set.of(2L).equals(Set.copyOf(owners("sales").values())));
        IntStream.range(0, 20).forEach(i -> append("s" + i, 5));
        await(() -> view.handled() == 100);
        there.close();
        IntStream.range(0, 20).forEach(i -> append("s" + i, 5));
        await(() -> view.handled() == 200);
        assertEquals(Set.of(4L), Set.copyOf(owners("sales").values()));
    }

    @Test
    void a_node_that_cannot_handle_an_event_leaves_the_segments_to_one_that_can() {
        here.start(
                consumer(
                        "sales",
                        4,
                        event -> {
                            if (event.version() == 2) {
                                throw new IllegalStateException("only the other node can do that");
                            }
                            view.handle(event);
                        }));
        there.start(consumer("sales", 4, view));
        await(() -> owners("sales").size() == 2);
        IntStream.range(0, 20).forEach(i -> append("s" + i, 3));
        await(() -> view.handled() == 60);
        await(() -> List.of(2L, 2L).equals(List.copyOf(owners("sales").values())));
    }

    @Test
    void a_node_that_does_not_know_an_event_type_leaves_the_consumer_to_one_that_does() {
        TypedJournal older =
                new TypedJournal(
                        storage,
                        new JsonbEventSerializer(),
                        () -> EventTypes.of(List.of(Other.class)),
                        storage.transactions(),
                        () -> {});
        ConsumerEngine old = engine(older);
        old.start(consumer("sales", view));
        older.append(new StreamId("some", "a"), ExpectedVersion.noStream(), List.of(new Other()));
        TypedJournal both =
                new TypedJournal(
                        storage,
                        new JsonbEventSerializer(),
                        () -> EventTypes.of(List.of(Counted.class, Other.class)),
                        storage.transactions(),
                        () -> {});
        await(() -> view.handled() == 1);
        append("b", 1);
        await(() -> !old.status().get(0).running());
        await(() -> state("sales").activity() == Activity.STOPPED);
        engine(both).start(consumer("sales", view));
        await(() -> view.handled() == 2);
        assertEquals(Activity.RUNNING, state("sales").activity());
    }

    @Test
    void of_two_nodes_the_one_that_knows_an_event_type_goes_on_where_the_other_led() {
        ConsumerEngine old = engine(knowing(Other.class));
        old.start(consumer("sales", view));
        await(() -> old.status().get(0).leading());
        ConsumerEngine recent = engine(knowing(Counted.class, Other.class));
        recent.start(consumer("sales", view));
        knowing(Other.class)
                .append(new StreamId("some", "a"), ExpectedVersion.any(), List.of(new Other()));
        await(() -> view.handled() == 1);
        assertTrue(old.status().get(0).leading());
        Set<String> owner = owners("sales").keySet();
        append("b", 1);
        await(() -> view.handled() == 2);
        assertTrue(recent.status().get(0).leading());
        assertNotEquals(owner, owners("sales").keySet());
        assertEquals(Activity.RUNNING, state("sales").activity());
        knowing(Latest.class)
                .append(new StreamId("some", "c"), ExpectedVersion.any(), List.of(new Latest()));
        await(() -> !recent.status().get(0).running());
        await(() -> state("sales").activity() == Activity.STOPPED);
        String why = recent.status().get(0).failure().orElseThrow().getMessage();
        assertTrue(why.contains("latest"), why);
        assertEquals(2, view.handled());
    }

    private TypedJournal knowing(Class<?>... types) {
        return new TypedJournal(
                storage,
                new JsonbEventSerializer(),
                () -> EventTypes.of(List.of(types)),
                storage.transactions(),
                () -> {});
    }

    @Test
    void segments_are_handled_side_by_side() {
        CountDownLatch together = new CountDownLatch(2);
        here.start(
                consumer(
                        "sales",
                        2,
                        event -> {
                            together.countDown();
                            together.await();
                        }));
        IntStream.range(0, 20).forEach(i -> append("s" + i, 1));
        await(() -> together.getCount() == 0);
    }

    @Test
    void a_new_version_is_filled_without_effects_and_takes_over_at_one_position() {
        View next = new View();
        here.start(version(1, view));
        append("a", 10);
        await(() -> view.handled() == 10);
        here.start(version(2, next));
        await(() -> next.replayed() == 10);
        assertEquals(1, there.consumers().activeVersion("sales"));
        append("a", 5);
        await(() -> next.replayed() == 15);
        assertEquals(0, next.handled());
        there.consumers().activate("sales", 2);
        assertEquals(2, here.consumers().activeVersion("sales"));
        append("a", 5);
        await(() -> next.handled() == 5 && view.all() == 20);
        assertEquals(15, view.handled());
        here.consumers().activate("sales", 1);
        append("a", 1);
        await(() -> view.handled() == 16 && next.all() == 21);
        here.consumers().retire("sales", 2);
        append("a", 1);
        await(() -> view.handled() == 17);
        assertEquals(21, next.all());
        assertEquals(Activity.RETIRED, state("sales-2").activity());
    }

    @Test
    void a_version_that_takes_over_before_the_first_event_leaves_the_other_fed() {
        View next = new View();
        here.start(version(1, view));
        await(() -> find("sales-1").isPresent());
        there.start(version(2, next));
        await(() -> find("sales-2").isPresent());
        here.consumers().activate("sales", 2);
        append("a", 2);
        await(() -> next.handled() == 2);
        await(() -> view.replayed() == 2);
        here.consumers().activate("sales", 1);
        append("a", 1);
        await(() -> view.handled() == 1);
    }

    @Test
    void an_activation_in_vain_disturbs_no_handler() {
        here.start(version(1, view));
        append("a", 2_000);
        await(() -> view.handled() == 2_000);
        CountDownLatch goOn = new CountDownLatch(1);
        here.start(version(2, event -> goOn.await()));
        await(() -> find("sales-2").isPresent());
        DelegatingStorage untouched =
                new DelegatingStorage(storage) {
                    @Override
                    public CheckpointStore checkpoints() {
                        return new DelegatingCheckpoints(sound.checkpoints()) {
                            @Override
                            public Checkpoint resume(String name) {
                                throw new AssertionError(name);
                            }
                        };
                    }
                };
        Takeover takeover = new Takeover(untouched);
        assertThrows(
                IllegalStateException.class,
                () -> storage.transactions().inNew(() -> takeover.activate("sales", 2)));
        goOn.countDown();
    }

    @Test
    void of_two_versions_that_are_new_together_one_is_active() {
        Arrangement arrangement = new Arrangement(storage, storage.transactions());
        arrangement.create(version(1, view));
        arrangement.create(version(2, view));
        assertTrue(state("sales-1").active());
        assertFalse(state("sales-2").active());
    }

    @Test
    void of_two_versions_that_change_places_under_load_one_acts_on_each_event() {
        View next = new View();
        here.start(version(1, view));
        there.start(version(2, next));
        await(() -> here.consumers().list().size() == 2);
        for (int round = 1; round <= 10; round++) {
            append("a" + round, 100);
            int version = round % 2 + 1;
            await(() -> activated(version));
        }
        await(() -> view.all() == 1_000 && next.all() == 1_000);
        assertEquals(1_000, view.handled() + next.handled());
        HashSet<String> acted = new HashSet<>(view.acted);
        acted.addAll(next.acted);
        assertEquals(1_000, acted.size());
    }

    @Test
    void a_version_that_was_reset_or_has_yet_to_act_cannot_take_over_or_retire() {
        View next = new View();
        here.start(version(1, view));
        append("a", 2_000);
        await(() -> view.handled() == 2_000);
        here.start(version(2, next));
        await(() -> next.replayed() == 2_000);
        here.consumers().pause("sales-2");
        here.consumers().reset("sales-2", 0);
        assertMessage(
                "it stands at 0",
                assertThrows(
                        IllegalStateException.class, () -> there.consumers().activate("sales", 2)));
        here.consumers().resume("sales-2");
        await(() -> next.replayed() == 4_000);
        here.consumers().pause("sales-1");
        append("b", 1);
        await(() -> next.replayed() == 4_001);
        there.consumers().activate("sales", 2);
        assertMessage(
                "has yet to act",
                assertThrows(
                        IllegalStateException.class, () -> there.consumers().retire("sales", 1)));
        here.consumers().resume("sales-1");
        await(() -> view.handled() == 2_001);
        await(() -> retired(1));
    }

    @Test
    void a_version_that_has_not_caught_up_cannot_take_over_and_the_active_one_not_retire() {
        here.start(version(1, view));
        append("a", 2_000);
        await(() -> view.handled() == 2_000);
        CountDownLatch goOn = new CountDownLatch(1);
        here.start(version(2, event -> goOn.await()));
        await(() -> there.consumers().list().size() == 2);
        assertMessage(
                "near to where the active one stands",
                assertThrows(
                        IllegalStateException.class, () -> there.consumers().activate("sales", 2)));
        assertThrows(IllegalStateException.class, () -> there.consumers().retire("sales", 1));
        goOn.countDown();
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

    private boolean retired(int version) {
        try {
            here.consumers().retire("sales", version);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private boolean activated(int version) {
        try {
            here.consumers().activate("sales", version);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private static void assertMessage(String part, Exception thrown) {
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown.getMessage());
    }

    /** Also of one that is stored only now. */
    private ConsumerState state(String name) {
        await(() -> find(name).isPresent());
        return find(name).orElseThrow();
    }

    private Optional<ConsumerState> find(String name) {
        return there.consumers().list().stream()
                .filter(state -> state.name().equals(name))
                .findFirst();
    }

    /** How many segments each node works for. */
    private Map<String, Long> owners(String name) {
        return here.consumers().list().stream()
                .filter(state -> state.name().equals(name))
                .flatMap(state -> state.segments().stream())
                .flatMap(segment -> segment.owner().stream())
                .collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
    }

    private void awaitHead() {
        await(() -> here.journalStatus().position() == storage.settledUpTo().position());
    }

    private static Consumer consumer(String name, EventHandler handler) {
        return consumer(name, 1, handler);
    }

    private static Consumer consumer(String name, int segments, EventHandler handler) {
        return new Consumer(
                name, "", EventFilter.all(), Delivery.EXACTLY_ONCE, 1, segments, handler);
    }

    private static Consumer version(int version, EventHandler handler) {
        return new Consumer(
                "sales-" + version,
                "sales",
                EventFilter.all(),
                Delivery.EXACTLY_ONCE,
                10,
                1,
                handler);
    }

    private List<Receipt> append(String stream, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                journal.append(
                                        new StreamId("some", stream),
                                        ExpectedVersion.any(),
                                        List.of(new Counted(i))))
                .toList();
    }

    private ConsumerEngine engine() {
        return engine(journal);
    }

    private ConsumerEngine engine(TypedJournal journal) {
        return engine(storage, journal);
    }

    private ConsumerEngine engine(JournalStorage seen, TypedJournal journal) {
        return engine(seen, journal, Thread::new);
    }

    private ConsumerEngine engine(
            JournalStorage seen, TypedJournal journal, ThreadFactory threads) {
        ConsumerEngine engine =
                new ConsumerEngine(
                        seen,
                        journal,
                        storage.transactions(),
                        threads,
                        new Polling(Duration.ofMillis(5), Duration.ofMillis(5)));
        engine.open();
        engines.add(engine);
        return engine;
    }

    /** What committed transactions have handled. */
    private final class View implements EventHandler {

        /** Versions by what was stored of the stream before, and is one more with each. */
        private final Map<StreamId, Map<Long, Long>> events = new ConcurrentHashMap<>();

        private final List<String> acted = new CopyOnWriteArrayList<>();
        private final List<String> repeated = new CopyOnWriteArrayList<>();
        private final AtomicInteger resets = new AtomicInteger();

        @Override
        public void handle(EventEnvelope<?> event) {
            note(event, acted);
        }

        @Override
        public void replay(EventEnvelope<?> event) {
            note(event, repeated);
        }

        @Override
        public void onReset() {
            storage.transactions().afterCommit(resets::incrementAndGet);
        }

        private void note(EventEnvelope<?> event, List<String> where) {
            String row = "count of " + event.stream();
            long count = storage.checkpoints().load(row) + 1;
            storage.checkpoints().reset(row, count, 0);
            storage.transactions()
                    .afterCommit(
                            () -> {
                                events.computeIfAbsent(
                                                event.stream(),
                                                made -> new ConcurrentSkipListMap<>())
                                        .put(count, event.version());
                                where.add(event.stream() + " " + event.version());
                            });
        }

        int handled() {
            return acted.size();
        }

        int replayed() {
            return repeated.size();
        }

        int all() {
            return handled() + replayed();
        }
    }
}
