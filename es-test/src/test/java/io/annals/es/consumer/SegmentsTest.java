package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.test.DelegatingCheckpoints;
import io.annals.es.test.DelegatingStorage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consumers in segments, which nodes share, and leave to one that can go on. */
@Timeout(60)
class SegmentsTest extends TwoNodes {

    @EventType("other")
    public record Other() {}

    @EventType("latest")
    public record Latest() {}

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

    /** How many segments each node works for. */
    private Map<String, Long> owners(String name) {
        return here.consumers().list().stream()
                .filter(state -> state.name().equals(name))
                .flatMap(state -> state.segments().stream())
                .flatMap(segment -> segment.owner().stream())
                .collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
    }
}
