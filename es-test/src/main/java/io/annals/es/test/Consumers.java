package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.StoredConsumer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What all nodes agree on about a consumer is changed by one of them at a time. */
interface Consumers extends StorageUnderTest {

    @Test
    default void a_consumer_is_found_as_it_was_stored() {
        assertEquals(Optional.empty(), find("a"));
        StoredConsumer first = StoredConsumer.first(named("a"), 4);
        create(first);
        assertEquals(Optional.of(first), find("a"));
        StoredConsumer other =
                new StoredConsumer(
                        named("A"),
                        7,
                        2,
                        8,
                        true,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        "x".repeat(100_000));
        create(other);
        assertEquals(Optional.of(other), find("A"));
        List<StoredConsumer> all = inTransaction(() -> storage().consumers().all());
        assertTrue(all.containsAll(List.of(first, other)), all::toString);
    }

    @Test
    default void a_change_counts_as_one_revision() {
        create(StoredConsumer.first(named("a"), 1));
        change(find("a").orElseThrow().paused(true).wanting(2));
        StoredConsumer changed = find("a").orElseThrow();
        assertEquals(1, changed.revision());
        assertTrue(changed.paused());
        assertEquals(2, changed.wantedSegments());
        assertEquals("", changed.filter());
        change(changed.arranged().live(3, 9).filtered("all events"));
        assertEquals(
                new StoredConsumer(named("a"), 2, 2, 2, true, 3, 9, "all events"),
                find("a").orElseThrow());
    }

    @Test
    default void of_many_that_change_a_consumer_one_succeeds() {
        create(StoredConsumer.first(named("a"), 1));
        StoredConsumer read = find("a").orElseThrow();
        List<Boolean> changed =
                Waiting.together(Collections.nCopies(4, () -> hasChanged(read.paused(true))));
        assertEquals(1, Collections.frequency(changed, true));
        assertThrows(ContentionException.class, () -> change(read));
        assertEquals(1, find("a").orElseThrow().revision());
    }

    @Test
    default void of_many_that_store_a_consumer_one_succeeds() {
        Supplier<Boolean> store = () -> succeeds(() -> create(StoredConsumer.first(named("a"), 1)));
        assertEquals(
                1, Collections.frequency(Waiting.together(Collections.nCopies(4, store)), true));
        assertTrue(find("a").isPresent());
    }

    @Test
    default void a_change_is_rolled_back_with_its_transaction() {
        create(StoredConsumer.first(named("a"), 1));
        rolledBack(
                () -> {
                    storage().consumers().change(find("a").orElseThrow().paused(true));
                    storage().consumers().create(StoredConsumer.first(named("b"), 1));
                });
        assertFalse(find("a").orElseThrow().paused());
        assertEquals(Optional.empty(), find("b"));
    }

    @Test
    default void a_consumer_that_was_removed_cannot_be_changed() {
        create(StoredConsumer.first(named("a"), 1));
        StoredConsumer read = find("a").orElseThrow();
        inNewTransaction(() -> storage().consumers().remove(named("a")));
        assertEquals(Optional.empty(), find("a"));
        assertThrows(ContentionException.class, () -> change(read));
    }

    private boolean hasChanged(StoredConsumer changed) {
        return succeeds(() -> change(changed));
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (EventSourcingException refused) {
            return false;
        }
    }

    private Optional<StoredConsumer> find(String name) {
        return inTransaction(() -> storage().consumers().find(named(name)));
    }

    private void create(StoredConsumer consumer) {
        inNewTransaction(() -> storage().consumers().create(consumer));
    }

    private void change(StoredConsumer changed) {
        inNewTransaction(() -> storage().consumers().change(changed));
    }

    private void inNewTransaction(Runnable work) {
        transactions()
                .inNew(
                        () -> {
                            work.run();
                            return true;
                        });
    }

    /** Consumers of this test do not meet those of others. */
    private String named(String consumer) {
        return category() + "/" + consumer;
    }
}
