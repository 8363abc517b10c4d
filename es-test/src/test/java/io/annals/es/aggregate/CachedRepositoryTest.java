package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.ContentionException;
import io.annals.es.ExpectedVersion;
import io.annals.es.WrongExpectedVersionException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is decided on cached states, and what is not. */
class CachedRepositoryTest extends CachedCounters {

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
    void a_repeated_command_reads_what_it_found_the_first_time() {
        UUID command = UUID.randomUUID();
        assertEquals(4, sums.once(command).update("a", Sum::next).version());
        assertEquals(5, sums.update("a", Sum::next).version());
        assertEquals(4, sums.once(command).update("a", Sum::next).version());
        assertEquals(6, sums.update("a", Sum::next).version());
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
}
