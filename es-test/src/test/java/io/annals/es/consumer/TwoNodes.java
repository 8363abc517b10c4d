package io.annals.es.consumer;

import static io.annals.es.consumer.Nodes.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Two nodes on one journal, and a view that their consumers feed. */
abstract class TwoNodes {

    @EventType("counted")
    public record Counted(int number) {}

    final InMemoryStorage storage = new InMemoryStorage();
    final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Counted.class)),
                    storage.transactions(),
                    () -> {});
    final List<ConsumerEngine> engines = new ArrayList<>();
    final ConsumerEngine here = engine();
    final ConsumerEngine there = engine();
    final View view = new View();

    @AfterEach
    void close() {
        engines.forEach(ConsumerEngine::close);
    }

    static void assertMessage(String part, Exception thrown) {
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown.getMessage());
    }

    /** Also of one that is stored only now. */
    ConsumerState state(String name) {
        await(() -> find(name).isPresent());
        return find(name).orElseThrow();
    }

    Optional<ConsumerState> find(String name) {
        return there.consumers().list().stream()
                .filter(state -> state.name().equals(name))
                .findFirst();
    }

    static Consumer consumer(String name, EventHandler handler) {
        return consumer(name, 1, handler);
    }

    static Consumer consumer(String name, int segments, EventHandler handler) {
        return new Consumer(
                name, "", EventFilter.all(), Delivery.EXACTLY_ONCE, 1, segments, handler);
    }

    static Consumer version(int version, EventHandler handler) {
        return new Consumer(
                "sales-" + version,
                "sales",
                EventFilter.all(),
                Delivery.EXACTLY_ONCE,
                10,
                1,
                handler);
    }

    List<Receipt> append(String stream, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                journal.append(
                                        new StreamId("some", stream),
                                        ExpectedVersion.any(),
                                        List.of(new Counted(i))))
                .toList();
    }

    ConsumerEngine engine() {
        return engine(journal);
    }

    ConsumerEngine engine(TypedJournal journal) {
        return engine(storage, journal);
    }

    ConsumerEngine engine(JournalStorage seen, TypedJournal journal) {
        return engine(seen, journal, Thread::new);
    }

    ConsumerEngine engine(JournalStorage seen, TypedJournal journal, ThreadFactory threads) {
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
    final class View implements EventHandler {

        /** Versions by what was stored of the stream before, and is one more with each. */
        final Map<StreamId, Map<Long, Long>> events = new ConcurrentHashMap<>();

        final List<String> acted = new CopyOnWriteArrayList<>();
        private final List<String> repeated = new CopyOnWriteArrayList<>();
        final AtomicInteger resets = new AtomicInteger();

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
