package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.spi.Settled;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MariaDbNumberAfterCommitTest extends NumberAfterCommitTest {

    private static final String PREPARE =
            """
            INSERT INTO es_event (category, stream_id, version, event_id, type, revision, payload)
            VALUES ('numbered', 'a', 1, uuid(), 't', 1, X'00')""";

    @Override
    Login login() {
        return MariaDbServer.create();
    }

    @Override
    String insertWithSeq() {
        return "INSERT INTO es_event (seq, category, stream_id, version, event_id, type, revision, payload)";
    }

    @Test
    @Timeout(30)
    void an_append_that_waits_for_another_holds_up_no_other_stream() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> waiting;
        try (OtherTransaction other = new OtherTransaction(database, storage, A)) {
            other.append();
            waiting = thread.submit(() -> append(A, 1));
            while (waitingTransactions() == 0) {
                Thread.onSpinWait();
            }
            append(B, 1);
            assertEquals(new Settled(1, false), storage.settledUpTo());
        }
        waiting.get();
        thread.shutdown();
        assertEquals(new Settled(2, false), storage.settledUpTo());
    }

    @Test
    void a_prepared_transaction_holds_up_nobody_and_is_numbered_after_its_commit() {
        database.execute("XA START 'parked'", PREPARE, "XA END 'parked'", "XA PREPARE 'parked'");
        append(B, 1);
        assertEquals(new Settled(1, false), storage.settledUpTo());
        database.execute("XA COMMIT 'parked'");
        assertEquals(new Settled(2, false), storage.settledUpTo());
        assertEquals(2, storage.readStream(A, 0, 1).events().get(0).position());
    }

    /** Not from information_schema.innodb_trx, which stays as it is while it is asked often. */
    private int waitingTransactions() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery(
                                "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'")) {
            count.next();
            return count.getInt(2);
        }
    }
}
