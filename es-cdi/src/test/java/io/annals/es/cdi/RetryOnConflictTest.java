package io.annals.es.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.ExpectedVersion;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.cdi.deployment.ContainerNames;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.LogRecords;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.deployment.OwnSerializer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetryOnConflictTest {

    /**
     * Calls the test's work, which is told the number of the try, and notes the transaction of each
     * try.
     */
    @ApplicationScoped
    static class Work {
        private final List<Object> transactions = new ArrayList<>();
        private IntConsumer work = attempt -> {};

        String run() {
            transactions.add(ContainerNames.transactions().getTransactionKey());
            work.accept(transactions.size());
            return "done";
        }

        List<Object> transactions() {
            return transactions;
        }

        void willDo(IntConsumer next) {
            transactions.clear();
            work = next;
        }
    }

    @Dependent
    static class Commands {
        @Inject Work work;

        @RetryOnConflict(maxAttempts = 3, backoffMillis = 1)
        @Transactional
        String command() {
            return work.run();
        }

        @RetryOnConflict(maxAttempts = 3, backoffMillis = 1)
        String withoutTransaction() {
            return work.run();
        }
    }

    @Dependent
    @RetryOnConflict(maxAttempts = 4, backoffMillis = 1)
    @Transactional
    static class ClassLevel {
        @Inject Work work;

        String command() {
            return work.run();
        }

        @RetryOnConflict(maxAttempts = 2, backoffMillis = 1)
        String ownAttempts() {
            return work.run();
        }
    }

    @Dependent
    @Typed(Inherited.class)
    static class Inherited extends ClassLevel {}

    @Dependent
    static class Outer {
        @Inject Commands commands;

        @Transactional
        String callsTheCommand() {
            return commands.command();
        }
    }

    private static Deployment app;
    private Work work;

    @BeforeAll
    static void deploy() {
        app =
                Deployment.of(
                        MemoryStorageProvider.class,
                        OwnSerializer.class,
                        Work.class,
                        Commands.class,
                        ClassLevel.class,
                        Inherited.class,
                        Outer.class);
    }

    @AfterAll
    static void undeploy() {
        app.close();
    }

    @BeforeEach
    void work() {
        work = app.get(Work.class);
    }

    @Test
    void tries_again_in_a_transaction_of_its_own_until_it_succeeds() {
        work.willDo(attempt -> conflictBefore(attempt, 3));
        assertEquals("done", app.get(Commands.class).command());
        assertEquals(3, work.transactions().size());
        assertEquals(3, new HashSet<>(work.transactions()).size());
        assertTrue(work.transactions().stream().allMatch(transaction -> transaction != null));
    }

    @Test
    void gives_up_with_the_last_conflict() {
        List<RetryableException> conflicts = new ArrayList<>();
        work.willDo(
                attempt -> {
                    conflicts.add(conflict());
                    throw conflicts.get(attempt - 1);
                });
        RetryableException thrown =
                assertThrows(RetryableException.class, () -> app.get(Commands.class).command());
        assertEquals(3, conflicts.size());
        assertSame(conflicts.get(2), thrown);
    }

    @Test
    void retries_contention() {
        work.willDo(
                attempt -> {
                    if (attempt == 1) {
                        throw new ContentionException("deadlock", null);
                    }
                });
        assertEquals("done", app.get(Commands.class).command());
    }

    @Test
    void retries_a_conflict_behind_a_wrapper() {
        work.willDo(
                attempt -> {
                    if (attempt == 1) {
                        throw new IllegalStateException(new RuntimeException(conflict()));
                    }
                });
        assertEquals("done", app.get(Commands.class).command());
        assertEquals(2, work.transactions().size());
    }

    @Test
    void retries_a_conflict_that_comes_out_of_the_commit() {
        work.willDo(
                attempt ->
                        ContainerNames.transactions()
                                .registerInterposedSynchronization(
                                        beforeCommit(() -> conflictBefore(attempt, 2))));
        assertEquals("done", app.get(Commands.class).command());
        assertEquals(2, work.transactions().size());
    }

    @Test
    void gives_up_with_the_conflict_itself_where_the_commit_wraps_it() {
        RetryableException conflict = conflict();
        work.willDo(
                attempt ->
                        ContainerNames.transactions()
                                .registerInterposedSynchronization(
                                        beforeCommit(
                                                () -> {
                                                    throw conflict;
                                                })));
        assertSame(
                conflict,
                assertThrows(RetryableException.class, () -> app.get(Commands.class).command()));
    }

    @Test
    void retries_a_serialization_failure_of_the_database_at_the_commit() {
        work.willDo(attempt -> failsToCommit("40001", attempt, 2));
        assertEquals("done", app.get(Commands.class).command());
        assertEquals(2, work.transactions().size());
    }

    @Test
    void gives_up_with_contention_where_the_database_fails_each_commit() {
        work.willDo(attempt -> failsToCommit("40001", attempt, 4));
        ContentionException thrown =
                assertThrows(ContentionException.class, () -> app.get(Commands.class).command());
        assertEquals(3, work.transactions().size());
        assertTrue(Causes.first(thrown, SQLException.class).isPresent());
    }

    @Test
    void passes_other_failures_of_the_database_at_once() {
        work.willDo(attempt -> failsToCommit("23505", attempt, 2));
        Exception thrown = assertThrows(Exception.class, () -> app.get(Commands.class).command());
        assertTrue(Causes.first(thrown, SQLException.class).isPresent());
        assertEquals(1, work.transactions().size());
    }

    @Test
    void passes_other_exceptions_at_once() {
        IllegalArgumentException mistake = new IllegalArgumentException("mistake");
        work.willDo(
                attempt -> {
                    throw mistake;
                });
        assertSame(
                mistake,
                assertThrows(
                        IllegalArgumentException.class, () -> app.get(Commands.class).command()));
        assertEquals(1, work.transactions().size());
    }

    @Test
    void does_not_retry_in_an_active_transaction_and_says_so() {
        RetryableException conflict = conflict();
        work.willDo(
                attempt -> {
                    throw conflict;
                });
        try (LogRecords log = LogRecords.of(ConflictRetry.class)) {
            assertSame(
                    conflict,
                    assertThrows(
                            RetryableException.class,
                            () -> app.get(Outer.class).callsTheCommand()));
            assertEquals(1, work.transactions().size());
            assertTrue(
                    log.warnings().stream()
                            .anyMatch(
                                    line ->
                                            line.contains(Commands.class.getName() + ".command()")
                                                    && line.contains("active transaction")));
        }
    }

    @Test
    void retries_a_method_that_has_no_transaction() {
        work.willDo(attempt -> conflictBefore(attempt, 2));
        assertEquals("done", app.get(Commands.class).withoutTransaction());
    }

    @Test
    void applies_to_all_methods_of_an_annotated_class() {
        work.willDo(attempt -> conflictBefore(attempt, 4));
        assertEquals("done", app.get(ClassLevel.class).command());
    }

    @Test
    void applies_to_subclasses_of_an_annotated_class() {
        work.willDo(attempt -> conflictBefore(attempt, 4));
        assertEquals("done", app.get(Inherited.class).command());
    }

    @Test
    void prefers_the_annotation_of_the_method() {
        work.willDo(attempt -> conflictBefore(attempt, 3));
        assertThrows(RetryableException.class, () -> app.get(ClassLevel.class).ownAttempts());
        assertEquals(2, work.transactions().size());
    }

    @Test
    void stops_waiting_when_interrupted() {
        work.willDo(
                attempt -> {
                    Thread.currentThread().interrupt();
                    throw conflict();
                });
        RetryableException thrown =
                assertThrows(
                        RetryableException.class,
                        () -> app.get(Commands.class).withoutTransaction());
        assertTrue(Thread.interrupted());
        assertEquals(1, work.transactions().size());
        assertEquals(1, thrown.getSuppressed().length);
    }

    private static void failsToCommit(String state, int attempt, int success) {
        if (attempt < success) {
            ContainerNames.transactions()
                    .registerInterposedSynchronization(
                            beforeCommit(
                                    () -> {
                                        throw new IllegalStateException(
                                                new SQLException("at the commit", state));
                                    }));
        }
    }

    private static void conflictBefore(int attempt, int success) {
        if (attempt < success) {
            throw conflict();
        }
    }

    private static RetryableException conflict() {
        return new WrongExpectedVersionException(
                new StreamId("cart", "1"), ExpectedVersion.exactly(1), OptionalLong.of(2));
    }

    private static Synchronization beforeCommit(Runnable action) {
        return new Synchronization() {
            @Override
            public void beforeCompletion() {
                action.run();
            }

            @Override
            public void afterCompletion(int status) {
                assertTrue(status == Status.STATUS_COMMITTED || status == Status.STATUS_ROLLEDBACK);
            }
        };
    }
}
