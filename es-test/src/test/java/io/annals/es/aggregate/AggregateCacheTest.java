package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.Page;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import jakarta.json.bind.annotation.JsonbTransient;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AggregateCacheTest {

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

    private static final StreamId A = new StreamId("counter", "a");
    private static final int MOST = 2;

    private final AtomicInteger reads = new AtomicInteger();
    private final InMemoryStorage memory = new InMemoryStorage();
    private final InMemoryTransactions transactions = memory.transactions();
    private final JsonbEventSerializer serializer = new JsonbEventSerializer();
    private final AggregateCache cache = new AggregateCache(MOST, transactions, serializer);
    private final TypedJournal otherNode =
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
    private final TypedJournal journal = otherNode.beforeAppends(cache::forget);
    private final AggregateRepository<Sum> sums = repository(Sum.class);

    @BeforeEach
    void count_to_three() {
        sums.create("a", new Counted(1), new Counted(2));
        sums.update("a", Sum::next);
        reads.set(0);
    }

    @Test
    void an_update_after_an_update_reads_nothing() {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    4 + i,
                    sums.update(
                                    "a",
                                    sum -> {
                                        seen.add(sum.sum());
                                        return sum.next();
                                    })
                            .version());
        }
        assertEquals(List.of(4, 5, 6), seen);
        assertEquals(0, reads.get());
        assertEquals(7, sums.load("a").state().sum());
    }

    @Test
    void whoever_loads_reads_what_is_stored() {
        otherNode.append(A, ExpectedVersion.any(), List.of(new Counted(10)));
        assertEquals(14, sums.load("a").state().sum());
    }

    @Test
    void what_another_node_has_appended_costs_one_conflict() {
        otherNode.append(A, ExpectedVersion.any(), List.of(new Counted(10)));
        assertThrows(WrongExpectedVersionException.class, () -> sums.update("a", Sum::next));
        assertEquals(5, sums.update("a", Sum::next).version());
        assertEquals(15, sums.load("a").state().sum());
    }

    @Test
    void what_is_refused_on_a_cached_state_is_decided_again() {
        otherNode.append(A, ExpectedVersion.any(), List.of(new Counted(10)));
        Function<Sum, List<Counted>> onlyAboveTen =
                sum -> {
                    if (sum.sum() < 10) {
                        throw new IllegalStateException("too little");
                    }
                    return sum.next();
                };
        assertEquals(5, sums.update("a", onlyAboveTen).version());
    }

    @Test
    void a_refusal_of_the_latest_state_is_reported() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        sums.update(
                                "a",
                                sum -> {
                                    throw new IllegalStateException("never");
                                }));
    }

    @Test
    void no_events_on_a_cached_state_are_decided_again() {
        otherNode.append(A, ExpectedVersion.any(), List.of(new Counted(10)));
        assertEquals(5, sums.update("a", sum -> sum.sum() < 10 ? List.of() : sum.next()).version());
    }

    @Test
    void a_version_that_the_cached_state_has_not_come_to_is_looked_for() {
        otherNode.append(A, ExpectedVersion.any(), List.of(new Counted(10)));
        assertEquals(5, sums.update("a", ExpectedVersion.exactly(4), Sum::next).version());
        assertThrows(
                WrongExpectedVersionException.class,
                () -> sums.update("a", ExpectedVersion.exactly(4), Sum::next));
    }

    @Test
    void nothing_is_kept_of_a_transaction_that_is_rolled_back() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    sums.update("a", Sum::next);
                                    throw new IllegalStateException("after all not");
                                }));
        assertEquals(4, sums.update("a", Sum::next).version());
        assertEquals(5, sums.load("a").state().sum());
    }

    @Test
    void a_transaction_decides_on_what_it_has_appended() {
        transactions.inNew(
                () -> {
                    sums.update("a", Sum::next);
                    sums.append("a", ExpectedVersion.any(), List.of(new Counted(10)));
                    return sums.update("a", sum -> List.of(new Counted(sum.sum())));
                });
        assertEquals(30, sums.load("a").state().sum());
        reads.set(0);
        assertEquals(7, sums.update("a", Sum::next).version());
        assertEquals(0, reads.get());
    }

    @Test
    void a_transaction_decides_on_what_it_has_appended_to_the_journal() {
        transactions.inNew(
                () -> {
                    journal.append(A, ExpectedVersion.any(), List.of(new Counted(10)));
                    return sums.update("a", Sum::next);
                });
        assertEquals(15, sums.load("a").state().sum());
    }

    @Test
    void another_aggregate_of_the_same_streams_has_its_own_state() {
        AggregateRepository<Tally> tallies = repository(Tally.class);
        tallies.update("a", tally -> List.of(new Counted(tally.sum)));
        assertEquals(5, sums.update("a", sum -> List.of(new Counted(sum.sum()))).version());
        assertEquals(16, sums.load("a").state().sum());
    }

    @Test
    void a_state_that_is_changed_in_place_is_not_kept() {
        AggregateRepository<Tally> tallies = repository(Tally.class);
        tallies.update("a", tally -> List.of(new Counted(1)));
        reads.set(0);
        tallies.update("a", tally -> List.of(new Counted(tally.sum)));
        assertEquals(1, reads.get());
        assertEquals(10, tallies.load("a").state().sum);
    }

    @Test
    void a_state_that_turns_out_to_be_changed_in_place_is_not_kept() {
        AggregateRepository<Fluent> fluent = repository(Fluent.class);
        fluent.update("a", counter -> List.of(new Counted(1)));
        reads.set(0);
        fluent.update("a", counter -> List.of(new Counted(counter.sum)));
        assertEquals(1, reads.get());
        assertEquals(10, fluent.load("a").state().sum);
    }

    @Test
    void a_list_that_makes_its_events_when_it_is_read_is_read_once() {
        AtomicInteger next = new AtomicInteger();
        List<Counted> view =
                new AbstractList<>() {
                    @Override
                    public Counted get(int index) {
                        return new Counted(next.incrementAndGet());
                    }

                    @Override
                    public int size() {
                        return 1;
                    }
                };
        for (int i = 0; i < 3; i++) {
            sums.update("a", sum -> view);
        }
        assertEquals(sums.load("a").state().sum(), keptSum());
    }

    @Test
    void a_state_on_which_nothing_was_decided_stays() {
        sums.update("a", sum -> List.of());
        reads.set(0);
        assertEquals(4, sums.update("a", Sum::next).version());
        assertEquals(0, reads.get());
    }

    @Test
    void a_conflict_within_a_decision_is_not_decided_again() {
        AtomicInteger decisions = new AtomicInteger();
        assertThrows(
                ContentionException.class,
                () ->
                        sums.update(
                                "a",
                                sum -> {
                                    decisions.incrementAndGet();
                                    throw new ContentionException("lost", null);
                                }));
        assertEquals(1, decisions.get());
    }

    @Test
    void a_refusal_on_a_cached_state_is_told_with_what_comes_of_the_latest() {
        AtomicInteger decisions = new AtomicInteger();
        IllegalStateException failure =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                sums.update(
                                        "a",
                                        sum -> {
                                            throw new IllegalStateException(
                                                    "refusal " + decisions.incrementAndGet());
                                        }));
        assertEquals("refusal 2", failure.getMessage());
        assertEquals("refusal 1", failure.getSuppressed()[0].getMessage());
    }

    @Test
    void an_event_that_cannot_be_read_back_is_appended_and_nothing_is_kept() {
        EventSerializer writeOnly =
                new EventSerializer() {
                    @Override
                    public String mediaType() {
                        return serializer.mediaType();
                    }

                    @Override
                    public byte[] serialize(Object event) {
                        return serializer.serialize(event);
                    }

                    @Override
                    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
                        throw new EventSourcingException("Could not read");
                    }
                };
        AggregateRepository<Sum> blind =
                repository(Sum.class, new AggregateCache(MOST, transactions, writeOnly));
        assertEquals(4, blind.update("a", Sum::next).version());
        reads.set(0);
        assertEquals(5, blind.update("a", Sum::next).version());
        assertEquals(1, reads.get());
    }

    @Test
    void a_state_is_that_of_the_events_as_they_are_read() {
        AggregateRepository<Note> notes = repository(Note.class);
        notes.create("n", new Noted("first", "appended"));
        notes.update("n", note -> List.of(new Noted("second", "appended")));
        notes.update(
                "n",
                note -> {
                    assertEquals(new Note("second", "read"), note);
                    return List.of(new Noted("third", "appended"));
                });
        assertEquals(new Note("third", "read"), notes.load("n").state());
    }

    @Test
    void a_repeated_command_reads_what_it_found_the_first_time() {
        UUID command = UUID.randomUUID();
        assertEquals(4, sums.once(command).update("a", Sum::next).version());
        assertEquals(5, sums.update("a", Sum::next).version());
        assertEquals(4, sums.once(command).update("a", Sum::next).version());
        assertEquals(6, sums.update("a", Sum::next).version());
    }

    @Test
    void of_two_commits_the_later_version_stays_whichever_is_told_first() {
        AggregateDefinition<Sum> definition = AggregateDefinition.of(Sum.class);
        for (long version : new long[] {9, 8}) {
            Decision<Sum> decided = new Decision<>(sum -> List.of(new Counted((int) version)));
            decided.apply(new Sum(0));
            cache.update(definition, A, decided, () -> new Receipt(A, version));
        }
        assertEquals(Optional.of(new Versioned<>("a", 9, new Sum(9))), cache.take(definition, A));
    }

    @Test
    void those_updated_last_are_kept() {
        for (String id : List.of("b", "c")) {
            sums.create(id, new Counted(1));
            sums.update(id, Sum::next);
        }
        reads.set(0);
        sums.update("b", Sum::next);
        sums.update("c", Sum::next);
        assertEquals(0, reads.get());
        sums.update("a", Sum::next);
        assertEquals(1, reads.get());
    }

    @Test
    void a_cache_of_none_keeps_none() {
        AggregateRepository<Sum> plain =
                repository(Sum.class, new AggregateCache(0, transactions, serializer));
        plain.update("a", Sum::next);
        reads.set(0);
        plain.update("a", Sum::next);
        assertEquals(1, reads.get());
        assertThrows(
                IllegalArgumentException.class,
                () -> new AggregateCache(-1, transactions, serializer));
    }

    private int keptSum() {
        AtomicInteger seen = new AtomicInteger();
        sums.update(
                "a",
                sum -> {
                    seen.compareAndSet(0, sum.sum());
                    return List.of();
                });
        return seen.get();
    }

    private <A> AggregateRepository<A> repository(Class<A> aggregateClass) {
        return repository(aggregateClass, cache);
    }

    private <A> AggregateRepository<A> repository(Class<A> aggregateClass, AggregateCache cache) {
        AggregateDefinition<A> definition = AggregateDefinition.of(aggregateClass);
        return cache.over(definition, new JournalRepository<>(definition, journal));
    }
}
