package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.StoredConsumer;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many appends share a consumer, and one transaction that must be alone with it locks it. */
interface ConsumerLocks extends StorageUnderTest {

    @Test
    default void who_locks_a_consumer_sees_what_those_did_who_shared_it() {
        String name = stored("sees");
        try (OpenTransaction sharing = OpenTransaction.begin(transactions());
                OpenTransaction locking = OpenTransaction.begin(transactions())) {
            sharing.run(() -> assertShared(name));
            Future<List<String>> seen =
                    locking.start(
                            () -> {
                                assertTrue(storage().consumers().lock(name));
                                return texts(stream("a"));
                            });
            Waiting.briefly(seen); // else it might only have been slow
            sharing.run(() -> append(stream("a"), "1"));
            sharing.commit();
            assertEquals(List.of("1"), Waiting.resultOf(seen));
        }
    }

    @Test
    default void who_shares_a_consumer_sees_what_the_one_did_who_locked_it() {
        String name = stored("waits");
        try (OpenTransaction locking = OpenTransaction.begin(transactions());
                OpenTransaction sharing = OpenTransaction.begin(transactions())) {
            assertTrue(locking.run(() -> storage().consumers().lock(name)));
            Future<List<String>> seen =
                    sharing.start(
                            () -> {
                                assertShared(name);
                                return texts(stream("a"));
                            });
            Waiting.briefly(seen);
            locking.run(() -> append(stream("a"), "1"));
            locking.commit();
            assertEquals(List.of("1"), Waiting.resultOf(seen));
        }
    }

    @Test
    default void a_rollback_ends_a_lock_too() {
        String name = stored("rolled-back");
        rolledBack(() -> assertTrue(storage().consumers().lock(name)));
        rolledBack(() -> assertShared(name));
        assertTrue(inTransaction(() -> storage().consumers().lock(name)));
    }

    @Test
    default void a_transaction_may_share_twice() {
        String name = stored("twice");
        rolledBack(
                () -> {
                    assertShared(name);
                    assertShared(name);
                });
    }

    @Test
    default void a_lock_is_got_although_others_go_on_sharing() {
        String name = stored("steady");
        OpenTransaction sharing = OpenTransaction.begin(transactions());
        try (OpenTransaction locking = OpenTransaction.begin(transactions())) {
            sharing.run(() -> assertShared(name));
            Future<Boolean> locked = locking.start(() -> storage().consumers().lock(name));
            for (int i = 0; i < 100 && !locked.isDone(); i++) {
                OpenTransaction next = OpenTransaction.begin(transactions());
                Future<Boolean> shared = next.start(() -> assertShared(name));
                Waiting.briefly(shared);
                sharing.commit();
                sharing = next;
                Waiting.until(
                        patience(),
                        () -> "neither is the consumer shared nor locked",
                        () -> shared.isDone() || locked.isDone());
            }
            assertTrue(locked.isDone(), "others shared it 100 times, one after the other");
            locking.commit();
        } finally {
            sharing.close();
        }
    }

    @Test
    default void there_is_nothing_to_lock_where_there_is_no_consumer() {
        assertFalse(inTransaction(() -> storage().consumers().share(category() + "-none")));
        assertFalse(inTransaction(() -> storage().consumers().lock(category() + "-none")));
    }

    private boolean assertShared(String name) {
        assertTrue(storage().consumers().share(name));
        return true;
    }

    private String stored(String name) {
        String unique = category() + "-" + name;
        inTransaction(
                () -> {
                    storage().consumers().create(StoredConsumer.first(unique, 1));
                    return true;
                });
        return unique;
    }
}
