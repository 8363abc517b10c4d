package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading one's own writes, with JTA transactions. */
@Timeout(300)
class AwaitCaughtUpTest {

    @EventType("happened")
    public record Happened() {}

    static Stream<Supplier<Login>> databases() {
        return Stream.of(H2File::create, PostgresServer::create, MariaDbServer::create);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void waits_after_the_transaction_of_an_append_and_fails_at_once_within_it(
            Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get());
                JournalStorage storage = database.journal()) {
            TypedJournal journal =
                    new TypedJournal(
                            storage,
                            new JsonbEventSerializer(),
                            () -> EventTypes.of(List.of(Happened.class)),
                            database.transactions,
                            () -> {});
            AtomicInteger handled = new AtomicInteger();
            try (ConsumerEngine engine = engine(database, storage, journal)) {
                engine.start(
                        new Consumer(
                                "view",
                                EventFilter.all(),
                                Delivery.EXACTLY_ONCE,
                                event -> handled.incrementAndGet()));
                Consumers consumers = engine.consumers();
                Receipt receipt =
                        database.transactions.inNew(
                                () -> {
                                    Receipt appended = append(journal);
                                    String message = failure(consumers, appended).getMessage();
                                    assertTrue(message.contains("no such event is committed"));
                                    return appended;
                                });
                consumers.awaitCaughtUp("view", receipt, Duration.ofHours(1));
                assertEquals(1, handled.get());
            }
        }
    }

    private static IllegalStateException failure(Consumers consumers, Receipt receipt) {
        return assertThrows(
                IllegalStateException.class,
                () -> consumers.awaitCaughtUp("view", receipt, Duration.ofHours(1)));
    }

    private static Receipt append(TypedJournal journal) {
        return journal.append(
                new StreamId("some", "thing"), ExpectedVersion.any(), List.of(new Happened()));
    }

    private static ConsumerEngine engine(
            TestDatabase database, JournalStorage storage, TypedJournal journal) {
        ConsumerEngine engine =
                new ConsumerEngine(
                        storage,
                        journal,
                        database.transactions,
                        Thread::new,
                        new Polling(Duration.ofMillis(5), Duration.ofMillis(50)));
        engine.open();
        return engine;
    }
}
