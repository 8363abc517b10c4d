package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class MariaDbSequencerTest extends SequencerTest {

    /** Longer than a sequencer is silent on a busy machine. */
    private static final Duration SHORT_SILENCE = Duration.ofSeconds(6);

    @Override
    Login login() {
        return MariaDbServer.create();
    }

    @Override
    String shortLockTimeout() {
        return "SET SESSION innodb_lock_wait_timeout = 0";
    }

    @Test
    void a_sequencer_that_freezes_while_it_holds_the_row_loses_row_and_lease() {
        AtomicReference<JournalStorage> next = new AtomicReference<>();
        JournalStorage frozen =
                Steps.open(
                        here,
                        settings(SHORT_SILENCE),
                        () -> {
                            if (next.get() != null && isRowLocked()) {
                                awaitNumbering(next.getAndSet(null));
                            }
                        });
        JournalStorage other = node(there, LONG);
        append(other, STREAM, 2);
        next.set(other);
        assertThrows(EventSourcingException.class, frozen::settledUpTo);
        assertEquals(List.of(1L, 2L), positions(other));
    }

    @Test
    void a_numbering_that_fails_leaves_a_connection_of_the_pool_as_it_was() {
        JournalStorage sequencer = node(here, LONG);
        Object before = limitOfSilence();
        append(sequencer, STREAM, 1);
        here.execute(
                "CREATE TRIGGER refuse BEFORE UPDATE ON es_event FOR EACH ROW SIGNAL SQLSTATE '45000'");
        assertThrows(EventSourcingException.class, sequencer::settledUpTo);
        assertEquals(before, limitOfSilence());
    }

    /** That of the only connection, which this thread has used for all. */
    private Object limitOfSilence() {
        return here.transactions.inNew(
                () ->
                        here.em
                                .createNativeQuery("SELECT @@idle_write_transaction_timeout")
                                .getSingleResult());
    }

    private static void awaitNumbering(JournalStorage node) {
        while (node.settledUpTo().waiting()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private boolean isRowLocked() {
        try (Connection connection = there.connect();
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT epoch FROM es_lease FOR UPDATE NOWAIT").close();
            return false;
        } catch (SQLException locked) {
            return true;
        }
    }
}
