package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class InMemoryTransactionsTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final InMemoryTransactions transactions = storage.transactions();
    private final List<String> log = new ArrayList<>();

    @Test
    void actions_run_after_the_commit_of_the_outermost_transaction() {
        transactions.required(
                () -> {
                    transactions.required(
                            () -> {
                                transactions.afterCommit(() -> log.add("after commit"));
                                return log.add("inner");
                            });
                    return log.add("outer");
                });
        assertEquals(List.of("inner", "outer", "after commit"), log);
    }

    @Test
    void actions_of_a_new_transaction_do_not_wait_for_the_suspended_one() {
        transactions.required(
                () -> {
                    transactions.afterCommit(() -> log.add("outer"));
                    return transactions.inNew(
                            () -> {
                                transactions.afterCommit(() -> log.add("inner"));
                                return true;
                            });
                });
        assertEquals(List.of("inner", "outer"), log);
    }

    @Test
    void actions_never_run_after_a_rollback() {
        assertThrows(
                EventSourcingException.class,
                () ->
                        transactions.required(
                                () -> {
                                    transactions.afterCommit(() -> log.add("after commit"));
                                    transactions.setRollbackOnly();
                                    return true;
                                }));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    transactions.afterCommit(() -> log.add("after commit"));
                                    throw new IllegalArgumentException();
                                }));
        assertEquals(List.of(), log);
    }

    @Test
    void what_was_appended_is_seen_by_the_action_after_the_commit() {
        transactions.required(
                () -> {
                    transactions.afterCommit(() -> log.addAll(storage.streamIds("cart", null, 10)));
                    return append("a");
                });
        assertEquals(List.of("a"), log);
    }

    @Test
    void exceptions_and_errors_reach_the_caller_as_they_are() {
        IllegalArgumentException exception = new IllegalArgumentException("from the work");
        AssertionError error = new AssertionError("from the work");
        assertSame(
                exception,
                assertThrows(
                        RuntimeException.class,
                        () ->
                                transactions.required(
                                        () -> {
                                            throw exception;
                                        })));
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () ->
                                transactions.inNew(
                                        () -> {
                                            throw error;
                                        })));
    }

    @Test
    void an_exception_out_of_joined_work_dooms_the_transaction_even_if_it_is_caught() {
        assertThrows(
                EventSourcingException.class,
                () ->
                        transactions.required(
                                () -> {
                                    append("a");
                                    return assertThrows(
                                            IllegalArgumentException.class,
                                            () ->
                                                    transactions.required(
                                                            () -> {
                                                                throw new IllegalArgumentException();
                                                            }));
                                }));
        assertEquals(List.of(), storage.streamIds("cart", null, 10));
    }

    @Test
    void there_is_no_transaction_left_after_the_work() {
        transactions.inNew(() -> true);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        transactions.inNew(
                                () -> {
                                    throw new IllegalArgumentException();
                                }));
        assertThrows(IllegalStateException.class, transactions::setRollbackOnly);
        assertThrows(IllegalStateException.class, () -> transactions.afterCommit(() -> {}));
        assertThrows(IllegalStateException.class, () -> append("a"));
        assertThrows(
                IllegalStateException.class, () -> storage.checkpoints().save("consumer", 0, 1));
    }

    @Test
    void a_new_transaction_that_needs_what_the_suspended_one_holds_gives_up() {
        transactions.required(
                () -> {
                    append("a");
                    assertThrows(
                            ContentionException.class, () -> transactions.inNew(() -> append("a")));
                    return append("a");
                });
        assertEquals(2, storage.readStream(new StreamId("cart", "a"), 0, 10).events().size());
    }

    @Test
    void a_writer_that_is_interrupted_while_it_waits_gives_up() {
        try (OpenTransaction holder = OpenTransaction.begin(transactions)) {
            holder.run(() -> append("a"));
            Thread.currentThread().interrupt();
            assertThrows(ContentionException.class, () -> transactions.inNew(() -> append("a")));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void positions_leave_holes_on_purpose() {
        for (int i = 0; i < 20; i++) {
            transactions.inNew(() -> append("a"));
        }
        assertTrue(storage.settledUpTo().position() > 20);
    }

    private List<Receipt> append(String id) {
        NewEvent event = new NewEvent(UUID.randomUUID(), "happened", 1, new byte[0]);
        return storage.append(
                List.of(
                        new StreamAppend(
                                new StreamId("cart", id),
                                ExpectedVersion.any(),
                                List.of(event),
                                Metadata.empty())));
    }
}
