package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints of a journal that was restored from a backup. */
class CheckpointsTest {

    static Stream<Supplier<Login>> databases() {
        return Stream.of(H2File::create, PostgresServer::create, MariaDbServer::create);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refuses_a_checkpoint_of_another_incarnation(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            CheckpointStore checkpoints = journalWithEvents(database).checkpoints();
            checkpoints.reset("view", 2, 0);
            assertEquals(2, checkpoints.load("view"));
            database.execute(
                    "UPDATE es_journal SET incarnation = '00000000-0000-0000-0000-000000000001'");
            assertRefused(checkpoints, "00000000-0000-0000-0000-000000000001");
            assertThrows(EventSourcingException.class, () -> checkpoints.save("view", 0, 3));
            assertRefused(checkpoints, "00000000-0000-0000-0000-000000000001");
            checkpoints.reset("view", 1, 0);
            assertEquals(1, checkpoints.load("view"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refuses_a_checkpoint_beyond_the_head(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            CheckpointStore checkpoints = journalWithEvents(database).checkpoints();
            checkpoints.reset("view", 3, 0);
            assertEquals(3, checkpoints.load("view"));
            database.execute("DELETE FROM es_event WHERE position = 3");
            assertRefused(checkpoints, "position 3 is beyond the journal's last position 2");
        }
    }

    private static JournalStorage journalWithEvents(TestDatabase database) {
        JournalStorage storage = database.journal();
        database.transactions.inNew(
                () -> storage.append(Events.any(new StreamId("restored", "a"), 3)));
        assertEquals(3, storage.settledUpTo().position());
        return storage;
    }

    private static void assertRefused(CheckpointStore checkpoints, String reason) {
        EventSourcingException refusal =
                assertThrows(EventSourcingException.class, () -> checkpoints.load("view"));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("reset consumer view"), refusal.getMessage());
    }
}
