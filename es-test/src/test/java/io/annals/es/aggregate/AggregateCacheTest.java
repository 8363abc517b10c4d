package io.annals.es.aggregate;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventSourcingException;
import io.annals.es.Receipt;
import io.annals.es.spi.EventSerializer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept, and what is not. */
@Timeout(60)
class AggregateCacheTest extends CachedCounters {

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
    void an_event_that_cannot_be_read_back_is_appended_and_nothing_is_kept() {
        EventSerializer writeOnly =
                new EventSerializer() {
                    @Override
                    public String mediaType(Class<?> eventClass) {
                        return serializer.mediaType(eventClass);
                    }

                    @Override
                    public byte[] serialize(Object event) {
                        return serializer.serialize(event);
                    }

                    @Override
                    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
                        throw new EventSourcingException("Could not read");
                    }

                    @Override
                    public String text(byte[] payload, Class<?> eventClass) {
                        return serializer.text(payload, eventClass);
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
    void a_state_that_comes_late_is_not_kept_for_those_who_have_changed_it_since() {
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch kept = new CountDownLatch(1);
        AtomicReference<CompletableFuture<Receipt>> next = new AtomicReference<>();
        Supplier<Receipt> twice =
                () -> {
                    sums.update("a", Sum::next);
                    changed.countDown();
                    await(kept);
                    return sums.update("a", Sum::next);
                };
        transactions.inNew(
                () -> {
                    transactions.afterCommit(
                            () -> {
                                next.set(supplyAsync(() -> transactions.inNew(twice)));
                                await(changed);
                            });
                    return sums.update("a", Sum::next);
                });
        kept.countDown();
        assertEquals(6, next.get().join().version());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It would be doomed if a transaction of the cache's had seen the exception. */
    @Test
    void who_catches_a_refusal_may_go_on_in_the_transaction() {
        transactions.inNew(
                () -> {
                    assertThrows(
                            IllegalStateException.class,
                            () -> sums.update("a", CachedCounters::refuse));
                    assertThrows(
                            AggregateNotFoundException.class, () -> sums.update("b", Sum::next));
                    return sums.create("b", new Counted(1));
                });
        assertEquals(1, sums.load("b").state().sum());
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
}
