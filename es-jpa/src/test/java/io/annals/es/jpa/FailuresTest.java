package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import jakarta.transaction.RollbackException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the codes of databases say, whatever has been put around them. */
class FailuresTest {

    @ParameterizedTest
    @CsvSource({
        "40001, 0", // serialisation failure on PostgreSQL, deadlock on H2
        "40001, 1213", // deadlock on MariaDB and MySQL
        "40P01, 0", // deadlock on PostgreSQL
        "55P03, 0", // lock time-out on PostgreSQL
        "HYT00, 50200", // lock time-out on H2
        "90131, 90131", // update race on H2
        "HY000, 1205", // lock time-out on MariaDB and MySQL
        "HY000, 1020" // row changed since the snapshot, on MariaDB
    })
    void a_lost_race_is_contention(String state, int code) {
        RuntimeException lost = new IllegalStateException(new SQLException("", state, code));
        assertInstanceOf(ContentionException.class, Failures.translate("append", lost));
        assertTrue(Failures.isContention(lost));
        assertTrue(Failures.isContention(rolledBackBy(lost)));
    }

    @ParameterizedTest
    @CsvSource({"23505, 0", "HY000, 1030", "08006, 0", "25006, 0"})
    void any_other_failure_is_none(String state, int code) {
        RuntimeException other = new IllegalStateException(new SQLException("", state, code));
        assertEquals(EventSourcingException.class, Failures.translate("append", other).getClass());
        assertFalse(Failures.isContention(other));
        assertFalse(Failures.isContention(rolledBackBy(other)));
    }

    /** Containers commit in spite of a checked exception. */
    @Test
    void a_lock_time_out_in_a_checked_exception_does_not_say_that_all_is_undone() {
        SQLException lost = new SQLException("", "HY000", 1205);
        assertFalse(Failures.isContention(lost));
        assertFalse(Failures.isContention(new IOException(lost)));
        assertTrue(Failures.isContention(new IOException(new SQLException("", "40001", 1213))));
    }

    @Test
    void a_lock_time_out_that_something_else_suppressed_is_not_the_reason() {
        RuntimeException reason = new IllegalStateException("the reason");
        reason.addSuppressed(new SQLException("", "HY000", 1205));
        assertFalse(Failures.isContention(reason));
    }

    private static Exception rolledBackBy(RuntimeException cause) {
        RollbackException thrown = new RollbackException();
        thrown.initCause(cause);
        return thrown;
    }
}
