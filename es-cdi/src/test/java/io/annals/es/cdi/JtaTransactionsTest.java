package io.annals.es.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.cdi.deployment.ContainerNames;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.deployment.OwnSerializer;
import io.annals.es.spi.Transactions;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JtaTransactionsTest {

    private static Deployment app;
    private static Transactions transactions;
    private final TransactionSynchronizationRegistry registry = ContainerNames.transactions();

    @BeforeAll
    static void deploy() {
        app = Deployment.of(MemoryStorageProvider.class, OwnSerializer.class);
        transactions = app.get(JtaTransactions.class);
    }

    @AfterAll
    static void undeploy() {
        app.close();
    }

    @Test
    void required_begins_a_transaction_where_there_is_none() {
        assertNotNull(transactions.<Object>required(registry::getTransactionKey));
        assertEquals(Status.STATUS_NO_TRANSACTION, registry.getTransactionStatus());
    }

    @Test
    void required_joins_the_active_transaction() {
        transactions.inNew(
                () -> {
                    Object outer = registry.getTransactionKey();
                    assertEquals(outer, transactions.<Object>required(registry::getTransactionKey));
                    assertEquals(outer, registry.getTransactionKey());
                    return null;
                });
    }

    @Test
    void in_new_suspends_the_active_transaction() {
        transactions.required(
                () -> {
                    Object outer = registry.getTransactionKey();
                    assertNotEquals(outer, transactions.<Object>inNew(registry::getTransactionKey));
                    assertEquals(outer, registry.getTransactionKey());
                    return null;
                });
    }

    @Test
    void what_the_work_throws_reaches_the_caller_and_rolls_back() {
        List<Integer> ends = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException();
        assertSame(
                failure,
                assertThrows(
                        RuntimeException.class,
                        () ->
                                transactions.required(
                                        () -> {
                                            registry.registerInterposedSynchronization(
                                                    new End(() -> {}, ends));
                                            throw failure;
                                        })));
        AssertionError error = new AssertionError();
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () ->
                                transactions.inNew(
                                        () -> {
                                            registry.registerInterposedSynchronization(
                                                    new End(() -> {}, ends));
                                            throw error;
                                        })));
        assertEquals(List.of(Status.STATUS_ROLLEDBACK, Status.STATUS_ROLLEDBACK), ends);
    }

    @Test
    void failing_work_dooms_the_transaction_that_it_joined() {
        assertThrows(
                EventSourcingException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    assertThrows(
                                            IllegalStateException.class,
                                            () ->
                                                    transactions.required(
                                                            () -> {
                                                                throw new IllegalStateException();
                                                            }));
                                    assertEquals(
                                            Status.STATUS_MARKED_ROLLBACK,
                                            registry.getTransactionStatus());
                                    return null;
                                }));
    }

    @Test
    void a_transaction_marked_rollback_only_is_never_lost_silently() {
        List<Function<Supplier<String>, String>> ways =
                List.of(transactions::required, transactions::inNew);
        for (Function<Supplier<String>, String> way : ways) {
            EventSourcingException thrown =
                    assertThrows(
                            EventSourcingException.class,
                            () ->
                                    way.apply(
                                            () -> {
                                                transactions.setRollbackOnly();
                                                return "result";
                                            }));
            assertTrue(thrown.getMessage().contains("rollback-only"), thrown::getMessage);
        }
    }

    @Test
    void a_failure_of_our_own_at_commit_loses_its_wrapper() {
        ContentionException failure = new ContentionException("deadlock", null);
        assertSame(
                failure,
                assertThrows(
                        RuntimeException.class,
                        () ->
                                transactions.inNew(
                                        () -> {
                                            registry.registerInterposedSynchronization(
                                                    new End(
                                                            () -> {
                                                                throw failure;
                                                            },
                                                            new ArrayList<>()));
                                            return null;
                                        })));
    }

    @Test
    void a_serialization_failure_of_the_database_at_commit_is_contention() {
        SQLException failure = new SQLException("at the commit", "40001");
        ContentionException thrown =
                assertThrows(
                        ContentionException.class,
                        () ->
                                transactions.inNew(
                                        () -> {
                                            registry.registerInterposedSynchronization(
                                                    new End(
                                                            () -> {
                                                                throw new IllegalStateException(
                                                                        failure);
                                                            },
                                                            new ArrayList<>()));
                                            return null;
                                        }));
        assertSame(failure, Causes.first(thrown, SQLException.class).orElseThrow());
    }

    @Test
    void another_failure_at_commit_says_that_the_transaction_did_not_commit() {
        assertThrows(
                EventSourcingException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    registry.registerInterposedSynchronization(
                                            new End(
                                                    () -> {
                                                        throw new IllegalStateException("flush");
                                                    },
                                                    new ArrayList<>()));
                                    return null;
                                }));
    }

    @Test
    void after_commit_runs_once_the_transaction_has_committed() {
        List<String> done = new ArrayList<>();
        transactions.inNew(
                () -> {
                    transactions.afterCommit(() -> done.add("committed"));
                    assertTrue(done.isEmpty());
                    return null;
                });
        assertEquals(List.of("committed"), done);
    }

    @Test
    void after_commit_runs_in_the_order_given_whatever_that_of_the_container() {
        List<Integer> given = IntStream.range(0, 20).boxed().toList();
        List<Integer> done = new ArrayList<>();
        transactions.inNew(
                () -> {
                    given.forEach(each -> transactions.afterCommit(() -> done.add(each)));
                    return null;
                });
        assertEquals(given, done);
    }

    @Test
    void after_commit_goes_on_behind_an_action_that_fails() {
        List<Integer> done = new ArrayList<>();
        transactions.inNew(
                () -> {
                    transactions.afterCommit(() -> done.add(1));
                    transactions.afterCommit(
                            () -> {
                                throw new IllegalStateException("fails");
                            });
                    transactions.afterCommit(() -> done.add(2));
                    transactions.afterCommit(() -> done.add(3));
                    return null;
                });
        assertEquals(List.of(1, 2, 3), done);
    }

    @Test
    void after_commit_runs_with_its_own_transaction_whatever_is_done_within_another() {
        List<String> done = new ArrayList<>();
        transactions.inNew(
                () -> {
                    transactions.afterCommit(() -> done.add("first"));
                    transactions.inNew(
                            () -> {
                                transactions.afterCommit(() -> done.add("inner"));
                                return null;
                            });
                    assertEquals(List.of("inner"), done);
                    transactions.afterCommit(() -> done.add("second"));
                    return null;
                });
        assertEquals(List.of("inner", "first", "second"), done);
    }

    @Test
    void after_commit_does_not_run_after_a_rollback() {
        List<String> done = new ArrayList<>();
        assertThrows(
                EventSourcingException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    transactions.afterCommit(() -> done.add("committed"));
                                    transactions.setRollbackOnly();
                                    return null;
                                }));
        assertEquals(List.of(), done);
    }

    private record End(Runnable before, List<Integer> ends) implements Synchronization {
        @Override
        public void beforeCompletion() {
            before.run();
        }

        @Override
        public void afterCompletion(int status) {
            ends.add(status);
        }
    }
}
