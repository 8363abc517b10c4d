package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 1: an append's events are stored all or none, in the caller's transaction. */
interface AtomicAppends extends StorageUnderTest {

    @Test
    default void stores_every_event_of_every_stream_of_a_batch() {
        append(
                to(stream("b"), ExpectedVersion.noStream(), "b1", "b2", "b3"),
                to(stream("a"), ExpectedVersion.noStream(), "a1"),
                to(stream("c"), ExpectedVersion.noStream(), "c1", "c2"));
        assertEquals(List.of("a1"), texts(stream("a")));
        assertEquals(List.of("b1", "b2", "b3"), texts(stream("b")));
        assertEquals(List.of("c1", "c2"), texts(stream("c")));
        assertEquals(6, settled(6).size());
    }

    @Test
    default void gives_receipts_in_the_order_of_the_appends() {
        append(stream("b"), "b1");
        List<Receipt> receipts =
                append(
                        to(stream("c"), ExpectedVersion.any(), "c1"),
                        to(stream("a"), ExpectedVersion.any(), "a1", "a2", "a3"),
                        to(stream("b"), ExpectedVersion.any(), "b2"));
        assertEquals(
                List.of(
                        new Receipt(stream("c"), 1),
                        new Receipt(stream("a"), 3),
                        new Receipt(stream("b"), 2)),
                receipts);
    }

    @Test
    default void appending_nothing_gives_no_receipts() {
        assertEquals(List.of(), append());
    }

    @Test
    default void rollback_leaves_nothing_of_any_stream() {
        rolledBack(
                () ->
                        append(
                                to(stream("a"), ExpectedVersion.any(), "a1"),
                                to(stream("b"), ExpectedVersion.any(), "b1", "b2")));
        assertNothingIn(stream("a"), stream("b"));
    }

    @Test
    default void an_exception_after_the_append_leaves_nothing() {
        assertThrows(
                ExceptionOfTheCaller.class,
                () ->
                        transactions()
                                .inNew(
                                        () -> {
                                            append(stream("a"), "a1");
                                            throw new ExceptionOfTheCaller();
                                        }));
        assertNothingIn(stream("a"));
    }

    @Test
    default void rollback_only_leaves_nothing_even_if_the_caller_returns() {
        swallowingFailures(
                () -> {
                    append(stream("a"), "a1");
                    transactions().setRollbackOnly();
                });
        assertNothingIn(stream("a"));
    }

    @Test
    default void several_appends_of_one_transaction_are_stored_together() {
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(() -> append(stream("a"), "a1"));
            open.run(() -> append(stream("b"), "b1"));
            open.run(() -> append(stream("a"), "a2", "a3"));
            open.commit();
        }
        assertEquals(List.of("a1", "a2", "a3"), texts(stream("a")));
        assertEquals(List.of("b1"), texts(stream("b")));
    }

    @Test
    default void several_appends_of_one_transaction_are_rolled_back_together() {
        rolledBack(
                () -> {
                    append(stream("a"), "a1");
                    append(stream("b"), "b1");
                    append(stream("a"), "a2");
                });
        assertNothingIn(stream("a"), stream("b"));
    }

    @Test
    default void a_transaction_sees_its_own_events_and_builds_on_them() {
        transactions()
                .inNew(
                        () -> {
                            append(to(stream("a"), ExpectedVersion.noStream(), "a1"));
                            assertEquals(List.of("a1"), texts(stream("a")));
                            append(to(stream("a"), ExpectedVersion.exactly(1), "a2"));
                            assertEquals(List.of(1L, 2L), versions(history(stream("a"))));
                            assertEquals(List.of("a"), ids("", ALL));
                            return true;
                        });
        assertEquals(List.of("a1", "a2"), texts(stream("a")));
    }

    @Test
    default void an_append_in_a_new_transaction_survives_the_rollback_of_the_suspended_one() {
        rolledBack(
                () -> {
                    append(stream("outer"), "lost");
                    transactions().inNew(() -> append(stream("inner"), "kept"));
                    append(stream("outer"), "lost too");
                });
        assertNothingIn(stream("outer"));
        assertEquals(List.of("kept"), texts(stream("inner")));
    }

    @Test
    default void a_conflict_in_one_stream_stores_nothing_of_the_others() {
        append(stream("m"), "m1");
        assertTrue(
                attempt(
                                to(stream("a"), ExpectedVersion.noStream(), "a1"),
                                to(stream("m"), ExpectedVersion.noStream(), "m2"),
                                to(stream("z"), ExpectedVersion.noStream(), "z1"))
                        .isPresent());
        assertNothingIn(stream("a"), stream("z"));
        assertEquals(List.of("m1"), texts(stream("m")));
    }

    @Test
    default void a_conflict_that_the_caller_swallows_still_rolls_everything_back() {
        append(stream("m"), "m1");
        swallowingFailures(
                () -> {
                    append(stream("a"), "a1");
                    assertThrows(
                            WrongExpectedVersionException.class,
                            () ->
                                    storage()
                                            .append(
                                                    List.of(
                                                            to(
                                                                    stream("m"),
                                                                    ExpectedVersion.exactly(7),
                                                                    "m2"))));
                });
        assertNothingIn(stream("a"));
        assertEquals(List.of("m1"), texts(stream("m")));
    }

    @Test
    default void a_conflict_in_a_new_transaction_leaves_the_suspended_one_alone() {
        append(stream("m"), "m1");
        transactions()
                .inNew(
                        () -> {
                            append(stream("a"), "a1");
                            assertTrue(
                                    attempt(to(stream("m"), ExpectedVersion.noStream(), "m2"))
                                            .isPresent());
                            return append(stream("a"), "a2");
                        });
        assertEquals(List.of("a1", "a2"), texts(stream("a")));
    }

    private void assertNothingIn(StreamId... streams) {
        append(stream("last"), "appended afterwards");
        Waiting.until(
                patience(),
                () -> "The event appended afterwards is not settled",
                () -> settled().stream().anyMatch(event -> event.stream().equals(stream("last"))));
        for (StreamId stream : streams) {
            assertEquals(List.of(), texts(stream));
            assertTrue(
                    settled().stream().noneMatch(event -> event.stream().equals(stream)),
                    stream + " is settled");
            assertTrue(ids("", ALL).stream().noneMatch(stream.id()::equals), stream + " has an id");
        }
    }

    /**
     * A transaction that cannot commit may say so, or end in silence; how is not the storage's
     * choice.
     */
    private void swallowingFailures(Runnable work) {
        try {
            transactions()
                    .inNew(
                            () -> {
                                work.run();
                                return true;
                            });
        } catch (RetryableException e) {
            throw new AssertionError("The work itself must not fail", e);
        } catch (RuntimeException rolledBack) {
            // what was stored is asserted afterwards
        }
    }

    /** Something that goes wrong in the caller's own code. */
    final class ExceptionOfTheCaller extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
