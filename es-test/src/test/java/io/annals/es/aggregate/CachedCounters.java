package io.annals.es.aggregate;

import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.Page;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import jakarta.json.bind.annotation.JsonbTransient;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** Counters that were updated once, and how often their events are read. */
abstract class CachedCounters {

    @EventType("counted")
    public record Counted(int by) {}

    /** Counts on. */
    @Aggregate(value = "counter", events = Counted.class)
    record Sum(int sum) {
        Sum() {
            this(0);
        }

        @Apply
        Sum on(Counted e) {
            return new Sum(sum + e.by());
        }

        List<Counted> next() {
            return List.of(new Counted(1));
        }
    }

    @Aggregate(value = "counter", events = Counted.class)
    static class Tally {
        int sum;

        @Apply
        void on(Counted e) {
            sum += e.by();
        }
    }

    /** Changed in place, which only shows when it is done. */
    @Aggregate(value = "counter", events = Counted.class)
    static class Fluent {
        int sum;

        @Apply
        Fluent on(Counted e) {
            sum += e.by();
            return this;
        }
    }

    /** Has more in memory than is stored of it. */
    @EventType("noted")
    public static final class Noted {
        private String text = "";

        @JsonbTransient private final String hint;

        public Noted() {
            this.hint = "read";
        }

        Noted(String text, String hint) {
            this.text = text;
            this.hint = hint;
        }

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    @Aggregate(value = "note", events = Noted.class)
    record Note(String text, String hint) {
        Note() {
            this("", "");
        }

        @Apply
        Note on(Noted e) {
            return new Note(e.text, e.hint);
        }
    }

    static final StreamId A = new StreamId("counter", "a");
    static final int MOST = 2;

    final AtomicInteger reads = new AtomicInteger();
    private final InMemoryStorage memory = new InMemoryStorage();
    final InMemoryTransactions transactions = memory.transactions();
    final JsonbEventSerializer serializer = new JsonbEventSerializer();
    final AggregateCache cache = new AggregateCache(MOST, transactions, serializer);
    final TypedJournal otherNode =
            new TypedJournal(
                    new DelegatingStorage(memory) {
                        @Override
                        public Page readStream(StreamId stream, long afterVersion, int limit) {
                            reads.incrementAndGet();
                            return super.readStream(stream, afterVersion, limit);
                        }
                    },
                    serializer,
                    () -> EventTypes.of(List.of(Counted.class, Noted.class)),
                    transactions,
                    () -> {});
    final TypedJournal journal = otherNode.beforeAppends(cache::forget);
    final AggregateRepository<Sum> sums = repository(Sum.class);

    @BeforeEach
    void count_to_three() {
        sums.create("a", new Counted(1), new Counted(2));
        sums.update("a", Sum::next);
        reads.set(0);
    }

    static List<Counted> refuse(Sum sum) {
        throw new IllegalStateException("refused at " + sum);
    }

    final <A> AggregateRepository<A> repository(Class<A> aggregateClass) {
        return repository(aggregateClass, cache);
    }

    final <A> AggregateRepository<A> repository(Class<A> aggregateClass, AggregateCache cache) {
        AggregateDefinition<A> definition = AggregateDefinition.of(aggregateClass);
        return cache.repository(definition, new JournalRepository<>(definition, journal));
    }
}
