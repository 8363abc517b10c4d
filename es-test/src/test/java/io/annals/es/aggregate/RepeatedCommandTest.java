package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.test.InMemoryStorage;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedCommandTest {

    sealed interface TillEvent {}

    @EventType("opened")
    public record Opened(String owner) implements TillEvent {}

    @EventType("paid")
    public record Paid(int amount, int balance) implements TillEvent {}

    /** Its events tell the balance, so that a decision on another state is another event. */
    @Aggregate(value = "till", events = TillEvent.class)
    record Till(int balance) {
        @Apply
        static Till on(Opened e) {
            return new Till(0);
        }

        @Apply
        Till on(Paid e) {
            return new Till(e.balance());
        }

        List<TillEvent> pay(int... amounts) {
            AtomicInteger sum = new AtomicInteger(balance);
            return IntStream.of(amounts)
                    .<TillEvent>mapToObj(amount -> new Paid(amount, sum.addAndGet(amount)))
                    .toList();
        }
    }

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Opened.class, Paid.class)),
                    storage.transactions(),
                    () -> {});
    private final AggregateRepository<Till> tills =
            new JournalRepository<>(AggregateDefinition.of(Till.class), journal);
    private final UUID command = UUID.randomUUID();

    @Test
    void creates_once_and_gets_the_first_receipt_again() {
        Receipt first = tills.once(command).create("1", new Opened("ann"), new Paid(1, 1));
        tills.update("1", till -> till.pay(2));
        assertEquals(first, tills.once(command).create("1", new Opened("ann"), new Paid(1, 1)));
        assertEquals(3, tills.load("1").version());
    }

    @Test
    void decides_again_on_the_state_that_the_command_found_and_stores_nothing() {
        tills.create("1", new Opened("ann"));
        Receipt first = tills.once(command).update("1", till -> till.pay(5, 6));
        assertEquals(new Receipt(new StreamId("till", "1"), 3), first);
        tills.update("1", till -> till.pay(100));
        assertEquals(first, tills.once(command).update("1", till -> till.pay(5, 6)));
        assertEquals(
                first,
                tills.once(command)
                        .update("1", ExpectedVersion.exactly(1), till -> till.pay(5, 6)));
        assertEquals(new Versioned<>("1", 4, new Till(111)), tills.load("1"));
    }

    @Test
    void two_commands_of_the_same_content_are_two() {
        tills.create("1", new Opened("ann"));
        assertEquals(2, tills.once(command).update("1", till -> till.pay(5)).version());
        assertEquals(3, tills.once(UUID.randomUUID()).update("1", till -> till.pay(5)).version());
        assertEquals(10, tills.load("1").state().balance());
    }

    @Test
    void a_repeat_still_expects_what_the_first_did() {
        tills.create("1", new Opened("ann"));
        tills.once(command).update("1", till -> till.pay(5));
        assertThrows(
                WrongExpectedVersionException.class,
                () ->
                        tills.once(command)
                                .update("1", ExpectedVersion.exactly(2), till -> till.pay(5)));
    }

    @Test
    void other_content_is_refused() {
        tills.create("1", new Opened("ann"));
        tills.once(command).update("1", till -> till.pay(5, 6));
        for (int[] other :
                List.of(new int[] {6, 5}, new int[] {5, 6, 7}, new int[] {5}, new int[0])) {
            assertThrows(
                    ReusedEventIdException.class,
                    () -> tills.once(command).update("1", till -> till.pay(other)));
        }
        assertEquals(3, tills.load("1").version());
    }

    @Test
    void a_command_that_is_refused_where_the_first_was_not_is_another() {
        tills.create("1", new Opened("ann"));
        tills.once(command).update("1", till -> till.pay(5));
        RuntimeException refusal = new IllegalStateException("nothing in the till");
        ReusedEventIdException reused =
                assertThrows(
                        ReusedEventIdException.class,
                        () ->
                                tills.once(command)
                                        .update(
                                                "1",
                                                till -> {
                                                    throw refusal;
                                                }));
        assertSame(refusal, reused.getCause());
        assertEquals(2, reused.storedVersion());
        assertEquals(2, tills.load("1").version());
    }

    @Test
    void another_aggregate_is_refused() {
        tills.create("1", new Opened("ann"));
        tills.create("2", new Opened("bob"));
        tills.once(command).update("1", till -> till.pay(5));
        assertThrows(
                ReusedEventIdException.class,
                () -> tills.once(command).update("2", till -> till.pay(5)));
        assertThrows(
                ReusedEventIdException.class,
                () -> tills.once(command).create("3", new Opened("eve")));
        assertEquals(1, tills.load("2").version());
        assertEquals(2, tills.ids().count());
    }

    @Test
    void the_command_that_made_an_aggregate_cannot_change_it() {
        tills.once(command).create("1", new Opened("ann"));
        assertThrows(
                ReusedEventIdException.class,
                () -> tills.once(command).update("1", till -> till.pay(5)));
        assertEquals(1, tills.load("1").version());
    }

    @Test
    void a_command_that_decided_on_nothing_may_decide_later() {
        tills.create("1", new Opened("ann"));
        assertEquals(1, tills.once(command).update("1", till -> List.of()).version());
        assertEquals(2, tills.once(command).update("1", till -> till.pay(5)).version());
    }

    @Test
    void a_repeat_that_overlaps_with_the_first_and_another_command_conflicts_and_then_repeats() {
        tills.create("1", new Opened("ann"));
        AtomicInteger calls = new AtomicInteger();
        assertThrows(
                WrongExpectedVersionException.class,
                () ->
                        tills.once(command)
                                .update(
                                        "1",
                                        till -> {
                                            if (calls.incrementAndGet() == 1) {
                                                tills.update("1", other -> other.pay(100));
                                                tills.once(command)
                                                        .update("1", first -> first.pay(5));
                                            }
                                            return till.pay(5);
                                        }));
        assertEquals(3, tills.once(command).update("1", till -> till.pay(5)).version());
        assertEquals(105, tills.load("1").state().balance());
    }
}
