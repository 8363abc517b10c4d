package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.UnknownEventTypeException;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.test.InMemoryStorage;
import io.annals.es.test.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JournalRepositoryTest {

    sealed interface AccountEvent {}

    @EventType("opened")
    public record Opened(String owner) implements AccountEvent {}

    @EventType("deposited")
    public record Deposited(int amount) implements AccountEvent {}

    @EventType("stranger")
    public record Stranger() {}

    @Aggregate(value = "account", events = AccountEvent.class)
    record Account(String owner, int balance) {
        @Apply
        static Account on(Opened e) {
            return new Account(e.owner(), 0);
        }

        @Apply
        Account on(Deposited e) {
            return new Account(owner, balance + e.amount());
        }

        List<AccountEvent> deposit(int amount) {
            return amount == 0 ? List.of() : List.of(new Deposited(amount));
        }
    }

    /** A later reader of the same streams. */
    @Aggregate(value = "account", events = AccountEvent.class, ignores = Opened.class)
    static class Activity {
        int deposits;

        @Apply
        void on(Deposited e) {
            deposits++;
        }
    }

    /** Moves on by a second with each look. */
    private static final class Ticking extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final InMemoryStorage storage =
            new InMemoryStorage(new InMemoryTransactions(), new Ticking());
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Opened.class, Deposited.class, Stranger.class)),
                    storage.transactions(),
                    () -> {});
    private final AggregateRepository<Account> accounts = repository(Account.class);

    @Test
    void creates_loads_decides_and_appends() {
        assertEquals(1, accounts.create("1", new Opened("ann")).version());
        assertEquals(2, accounts.update("1", account -> account.deposit(5)).version());
        assertEquals(new Versioned<>("1", 2, new Account("ann", 5)), accounts.load("1"));
    }

    @Test
    void creates_an_aggregate_only_once() {
        accounts.create("1", new Opened("ann"));
        assertThrows(
                WrongExpectedVersionException.class, () -> accounts.create("1", new Opened("bob")));
        assertEquals("ann", accounts.load("1").state().owner());
    }

    @Test
    void finds_nothing_and_loads_nothing_where_nothing_is() {
        assertEquals(Optional.empty(), accounts.find("1"));
        assertTrue(
                assertThrows(AggregateNotFoundException.class, () -> accounts.load("1"))
                        .getMessage()
                        .contains("account/1"));
        assertThrows(
                AggregateNotFoundException.class,
                () -> accounts.update("1", account -> account.deposit(1)));
    }

    @Test
    void appends_nothing_where_nothing_was_decided() {
        accounts.create("1", new Opened("ann"));
        assertEquals(1, accounts.update("1", account -> account.deposit(0)).version());
        assertEquals(1, accounts.load("1").version());
    }

    @Test
    void refuses_what_another_writer_has_overtaken() {
        accounts.create("1", new Opened("ann"));
        assertThrows(
                WrongExpectedVersionException.class,
                () ->
                        accounts.update(
                                "1",
                                account -> {
                                    accounts.append(
                                            "1", ExpectedVersion.any(), List.of(new Deposited(1)));
                                    return account.deposit(5);
                                }));
        assertEquals(1, accounts.load("1").state().balance());
    }

    @Test
    void decides_nothing_at_another_version_than_the_caller_has_seen() {
        accounts.create("1", new Opened("ann"));
        WrongExpectedVersionException conflict =
                assertThrows(
                        WrongExpectedVersionException.class,
                        () ->
                                accounts.update(
                                        "1",
                                        ExpectedVersion.exactly(7),
                                        account -> {
                                            throw new AssertionError("decided");
                                        }));
        assertEquals(1, conflict.actual().orElseThrow());
        assertEquals(
                2,
                accounts.update("1", ExpectedVersion.exactly(1), account -> account.deposit(5))
                        .version());
    }

    @Test
    void refuses_a_decision_for_an_event_that_is_not_the_aggregates_own() {
        accounts.create("1", new Opened("ann"));
        String message =
                assertThrows(
                                UnknownEventTypeException.class,
                                () ->
                                        accounts.update(
                                                "1",
                                                account ->
                                                        List.of(new Deposited(1), new Stranger())))
                        .getMessage();
        assertTrue(
                message.contains(Stranger.class.getName())
                        && message.contains(Account.class.getName()),
                message);
        assertEquals(1, accounts.load("1").version());
    }

    @Test
    void loads_the_state_at_a_version() {
        accounts.append(
                "1",
                ExpectedVersion.noStream(),
                List.of(new Opened("ann"), new Deposited(1), new Deposited(2)));
        assertEquals(new Versioned<>("1", 2, new Account("ann", 1)), accounts.loadAt("1", 2));
        assertTrue(
                assertThrows(AggregateNotFoundException.class, () -> accounts.loadAt("1", 4))
                        .getMessage()
                        .contains("no version 4, its last is 3"));
        assertThrows(IllegalArgumentException.class, () -> accounts.loadAt("1", 0));
    }

    @Test
    void loads_the_state_at_a_time() {
        accounts.create("1", new Opened("ann"));
        accounts.update("1", account -> account.deposit(1));
        Instant second =
                journal.read(new StreamId("account", "1")).skip(1).findFirst().orElseThrow().time();
        assertEquals(2, accounts.loadAt("1", second).version());
        assertEquals(1, accounts.loadAt("1", second.minus(Duration.ofMillis(1))).version());
        assertThrows(AggregateNotFoundException.class, () -> accounts.loadAt("1", Instant.EPOCH));
    }

    @Test
    void folds_the_same_streams_into_an_aggregate_invented_later() {
        accounts.append(
                "1",
                ExpectedVersion.noStream(),
                List.of(new Opened("ann"), new Deposited(1), new Deposited(2)));
        accounts.create("2", new Opened("bob"));
        AggregateRepository<Activity> activities = repository(Activity.class);
        assertEquals(2, activities.load("1").state().deposits);
        assertEquals(0, activities.find("2").map(found -> found.state().deposits).orElseThrow());
    }

    @Test
    void streams_all_ids_and_all_aggregates_of_its_category() {
        for (int i = 0; i < 1_500; i++) {
            accounts.create("" + i, new Opened("owner " + i));
        }
        journal.append(new StreamId("other", "x"), ExpectedVersion.any(), List.of(new Stranger()));
        Set<String> ids = accounts.ids().collect(Collectors.toSet());
        assertEquals(1_500, ids.size());
        assertEquals(
                ids,
                accounts.all()
                        .filter(a -> a.state().owner().equals("owner " + a.id()))
                        .map(Versioned::id)
                        .collect(Collectors.toSet()));
    }

    private <A> AggregateRepository<A> repository(Class<A> aggregateClass) {
        return new JournalRepository<>(AggregateDefinition.of(aggregateClass), journal);
    }
}
