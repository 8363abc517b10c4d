package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.spi.Settled;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import org.junit.jupiter.api.Test;

class H2NumberAfterCommitTest extends NumberAfterCommitTest {

    @Override
    Login login() {
        return H2File.create();
    }

    @Override
    String insertWithSeq() {
        return "INSERT INTO es_event (seq, category, stream_id, version, event_id, type, revision, payload) OVERRIDING SYSTEM VALUE";
    }

    @Test
    void appends_succeed_after_a_crash_that_has_set_back_the_sequence() {
        append(A, 3);
        database.execute("ALTER TABLE es_event ALTER COLUMN seq RESTART WITH 1");
        storage.close();
        storage = database.journal();
        append(B, 1);
        append(A, 1);
        assertEquals(new Settled(5, false), storage.settledUpTo());
    }
}
