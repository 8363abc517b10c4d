package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.Checkpoint;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
        reset("consumer", 0);
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
            assertEquals(Optional.of(positions.get(i)), position(names.get(i)));
        }
    }

    @Test
    default void a_checkpoint_is_rolled_back_with_its_transaction() {
        List<Long> positions = threePositions();
        rolledBack(() -> resetHere("new", positions.get(0)));
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
        reset("consumer", 0);
        Checkpoint first = resume("consumer");
        assertEquals(0, first.position());
        assertTrue(hasSaved("consumer", first.epoch(), positions.get(0)));
        Checkpoint second = resume("consumer");
        assertEquals(positions.get(0), second.position());
        assertTrue(second.epoch() > first.epoch());
        assertEquals(positions.get(0), load("consumer"));
    }

    @Test
    default void nothing_can_be_saved_in_an_epoch_that_is_over() {
        List<Long> positions = threePositions();
        reset("consumer", 0);
        long first = resume("consumer").epoch();
        resume("consumer");
        assertFalse(hasSaved("consumer", first, positions.get(1)));
        assertEquals(0, load("consumer"));
    }

    @Test
    default void an_epoch_begins_after_a_transaction_that_saves_in_the_one_before_it() {
        long position = threePositions().get(1);
        reset("consumer", 0);
        long epoch = resume("consumer").epoch();
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        storage().checkpoints().save(named("consumer"), epoch, position);
                        return true;
                    });
            try (OpenTransaction next = OpenTransaction.begin(transactions())) {
                Future<Checkpoint> resumed =
                        next.start(() -> storage().checkpoints().resume(named("consumer")));
                open.commit();
                assertEquals(position, Waiting.resultOf(resumed).position());
                next.commit();
            }
        }
        assertFalse(hasSaved("consumer", epoch, position + 1));
    }

    @Test
    default void an_epoch_that_is_held_lasts_until_the_end_of_the_transaction() {
        long position = threePositions().get(1);
        save("consumer", position);
        long epoch = resume("consumer").epoch();
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        storage().checkpoints().hold(named("consumer"), epoch);
                        return append(stream("b"), "1");
                    });
            try (OpenTransaction next = OpenTransaction.begin(transactions())) {
                Future<Integer> resumed =
                        next.start(
                                () -> {
                                    storage().checkpoints().resume(named("consumer"));
                                    return texts(stream("b")).size();
                                });
                open.commit();
                assertEquals(1, Waiting.resultOf(resumed));
                next.commit();
            }
        }
        assertThrows(
                EventSourcingException.class,
                () -> inNew(() -> storage().checkpoints().hold(named("consumer"), epoch)));
        assertEquals(position, load("consumer"));
    }

    @Test
    default void a_reset_goes_back_and_ends_the_epoch() {
        List<Long> positions = threePositions();
        save("consumer", positions.get(2));
        long epoch = resume("consumer").epoch();
        reset("consumer", positions.get(0));
        assertEquals(positions.get(0), load("consumer"));
        assertFalse(hasSaved("consumer", epoch, positions.get(1)));
        assertEquals(positions.get(0), resume("consumer").position());
    }

    @Test
    default void a_checkpoint_remembers_until_where_it_replays() {
        List<Long> positions = threePositions();
        inNew(() -> storage().checkpoints().reset(named("consumer"), 0, positions.get(1)));
        save("consumer", positions.get(0));
        Checkpoint resumed = resume("consumer");
        assertEquals(positions.get(1), resumed.replayUntil());
        assertEquals(positions.get(1), resumed.furthest());
        save("consumer", positions.get(2));
        assertEquals(positions.get(2), resume("consumer").furthest());
        reset("consumer", positions.get(0));
        assertEquals(0, resume("consumer").replayUntil());
    }

    @Test
    default void a_checkpoint_that_is_not_there_can_neither_be_resumed_nor_saved() {
        long position = threePositions().get(0);
        assertThrows(EventSourcingException.class, () -> resume("nobody"));
        assertFalse(hasSaved("nobody", 0, position));
        assertEquals(0, load("nobody"));
    }

    @Test
    default void nobody_saves_a_checkpoint_that_was_removed() {
        List<Long> positions = threePositions();
        save("consumer", positions.get(0));
        long epoch = resume("consumer").epoch();
        inNew(() -> storage().checkpoints().remove(named("consumer")));
        assertFalse(hasSaved("consumer", epoch, positions.get(1)));
        assertEquals(0, load("consumer"));
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

    private Optional<Long> position(String consumer) {
        return Optional.ofNullable(
                        inTransaction(() -> storage().checkpoints().all()).get(named(consumer)))
                .map(Checkpoint::position);
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

    private boolean hasSaved(String consumer, long epoch, long position) {
        try {
            inNew(() -> storage().checkpoints().save(named(consumer), epoch, position));
            return true;
        } catch (EventSourcingException refused) {
            return false;
        }
    }

    private Checkpoint resume(String consumer) {
        return transactions().inNew(() -> storage().checkpoints().resume(named(consumer)));
    }

    private void reset(String consumer, long position) {
        inNew(() -> resetHere(consumer, position));
    }

    private void resetHere(String consumer, long position) {
        storage().checkpoints().reset(named(consumer), position, 0);
    }

    /** In an epoch that begins and ends with the transaction. */
    private void saveHere(String consumer, long position) {
        if (!storage().checkpoints().all().containsKey(named(consumer))) {
            resetHere(consumer, 0);
        }
        long epoch = storage().checkpoints().resume(named(consumer)).epoch();
        storage().checkpoints().save(named(consumer), epoch, position);
    }

    private void save(String consumer, long position) {
        inNew(() -> saveHere(consumer, position));
    }

    private void inNew(Runnable work) {
        transactions()
                .inNew(
                        () -> {
                            work.run();
                            return true;
                        });
    }
}
