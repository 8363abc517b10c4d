package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.WrongExpectedVersionException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Promise 5 for consumers: a checkpoint is one position, kept in the transactions of the journal.
 */
interface Checkpoints extends StorageUnderTest {

    @Test
    default void an_unknown_consumer_begins_at_0() {
        assertEquals(0, load("nobody"));
    }

    @Test
    default void a_checkpoint_is_kept_and_moves_forward_only() {
        List<Long> positions = threePositions();
        for (int i : List.of(0, 2)) {
            save("consumer", positions.get(i));
            assertEquals(positions.get(i), load("consumer"));
        }
        for (int i : List.of(2, 1)) {
            assertFalse(hasSaved("consumer", positions.get(i)));
            assertEquals(positions.get(2), load("consumer"));
        }
    }

    @Test
    default void of_many_that_move_a_checkpoint_to_one_position_one_succeeds() {
        for (long position : threePositions()) {
            List<Boolean> saved =
                    Waiting.together(Collections.nCopies(4, () -> hasSaved("consumer", position)));
            assertEquals(1, Collections.frequency(saved, true));
            assertEquals(position, load("consumer"));
        }
    }

    @Test
    default void every_consumer_has_its_own_checkpoint() {
        List<Long> positions = threePositions();
        List<String> names = List.of("consumer", "Consumer", "consumer ");
        for (int i = 0; i < names.size(); i++) {
            save(names.get(i), positions.get(i));
        }
        for (int i = 0; i < names.size(); i++) {
            assertEquals(positions.get(i), load(names.get(i)), names.get(i));
        }
    }

    @Test
    default void a_checkpoint_is_rolled_back_with_its_transaction() {
        List<Long> positions = threePositions();
        rolledBack(() -> saveHere("new", positions.get(0)));
        assertEquals(0, load("new"));
        save("old", positions.get(0));
        rolledBack(() -> saveHere("old", positions.get(1)));
        assertEquals(positions.get(0), load("old"));
    }

    @Test
    default void a_checkpoint_is_seen_by_others_once_it_is_committed() {
        List<Long> positions = threePositions();
        save("consumer", positions.get(0));
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        saveHere("consumer", positions.get(1));
                        return true;
                    });
            assertEquals(positions.get(0), load("consumer"));
            assertEquals(positions.get(1), open.run(() -> load("consumer")));
            open.commit();
        }
        assertEquals(positions.get(1), load("consumer"));
    }

    @Test
    default void a_checkpoint_and_an_append_are_one_transaction() {
        long position = threePositions().get(1);
        rolledBack(
                () -> {
                    saveHere("consumer", position);
                    append(stream("b"), "lost");
                });
        assertEquals(0, load("consumer"));
        assertEquals(List.of(), texts(stream("b")));
        transactions()
                .inNew(
                        () -> {
                            saveHere("consumer", position);
                            return append(stream("b"), "kept");
                        });
        assertEquals(position, load("consumer"));
        assertEquals(List.of("kept"), texts(stream("b")));
    }

    @Test
    default void a_conflict_takes_the_checkpoint_back() {
        long position = threePositions().get(1);
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        saveHere("consumer", position);
                        return attemptHere();
                    });
        }
        assertEquals(0, load("consumer"));
    }

    @Test
    default void an_epoch_begins_where_the_one_before_it_stands() {
        List<Long> positions = threePositions();
        assertEquals(0, resume("consumer", 1));
        save("consumer", positions.get(0));
        assertEquals(positions.get(0), resume("consumer", 2));
        assertEquals(positions.get(0), resume("consumer", 2));
        assertEquals(positions.get(0), load("consumer"));
    }

    @Test
    default void nothing_can_be_saved_in_an_epoch_that_is_over() {
        List<Long> positions = threePositions();
        save("consumer", positions.get(0));
        resume("consumer", 3);
        assertFalse(hasSaved("consumer", positions.get(1)));
        assertThrows(EventSourcingException.class, () -> resume("consumer", 2));
        assertEquals(positions.get(0), load("consumer"));
    }

    @Test
    default void an_epoch_begins_after_a_transaction_that_saves_in_the_one_before_it() {
        long position = threePositions().get(1);
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            resume("consumer", 1);
            open.run(
                    () -> {
                        saveHere("consumer", position);
                        return true;
                    });
            try (OpenTransaction next = OpenTransaction.begin(transactions())) {
                Future<Long> resumed = next.start(() -> resumeHere("consumer", 2));
                open.commit();
                assertEquals(position, Waiting.resultOf(resumed));
                next.commit();
            }
        }
        assertFalse(hasSaved("consumer", position + 1));
    }

    private boolean attemptHere() {
        try {
            storage().append(List.of(to(stream("a"), ExpectedVersion.noStream(), "lost")));
            return true;
        } catch (WrongExpectedVersionException expected) {
            return false;
        }
    }

    private List<Long> threePositions() {
        append(stream("a"), "1", "2", "3");
        return positions(settled(3));
    }

    /** Consumers of this test do not meet those of others. */
    private String named(String consumer) {
        return category() + "/" + consumer;
    }

    private long load(String consumer) {
        return inTransaction(() -> storage().checkpoints().load(named(consumer)));
    }

    private boolean hasSaved(String consumer, long position) {
        try {
            save(consumer, position);
            return true;
        } catch (EventSourcingException refused) {
            return false;
        }
    }

    private long resume(String consumer, long epoch) {
        return transactions().inNew(() -> resumeHere(consumer, epoch));
    }

    private long resumeHere(String consumer, long epoch) {
        return storage().checkpoints().resume(named(consumer), epoch);
    }

    private void saveHere(String consumer, long position) {
        storage().checkpoints().save(named(consumer), 1, position);
    }

    private void save(String consumer, long position) {
        transactions()
                .inNew(
                        () -> {
                            saveHere(consumer, position);
                            return true;
                        });
    }
}
