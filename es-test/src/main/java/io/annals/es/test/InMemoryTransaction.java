package io.annals.es.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One transaction; used by the thread that began it, except for {@link #waitsFor()}. */
final class InMemoryTransaction {

    private final List<Consumer<Boolean>> participants = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private volatile @Nullable InMemoryTransaction waitsFor;
    private boolean rollbackOnly;

    /**
     * Calls the participant when the transaction ends: true to commit, false to roll back.
     *
     * @param release gives back its locks, once all participants have ended: who waits for one of
     *     them sees all that the transaction has done
     */
    void enlist(Consumer<Boolean> participant, Runnable release) {
        participants.add(participant);
        releases.add(release);
    }

    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void setRollbackOnly() {
        rollbackOnly = true;
    }

    boolean isRollbackOnly() {
        return rollbackOnly;
    }

    void commit() {
        end(true);
    }

    void rollBack() {
        end(false);
    }

    private void end(boolean commits) {
        participants.forEach(participant -> participant.accept(commits));
        releases.forEach(Runnable::run);
    }

    void runAfterCommit() {
        afterCommit.forEach(Runnable::run);
    }

    /**
     * The transaction that must end before this one can go on: it holds a lock, or suspends this
     * one.
     */
    @Nullable InMemoryTransaction waitsFor() {
        return waitsFor;
    }

    void waitFor(@Nullable InMemoryTransaction other) {
        waitsFor = other;
    }
}
