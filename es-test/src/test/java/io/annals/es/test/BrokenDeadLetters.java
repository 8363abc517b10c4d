package io.annals.es.test;

import io.annals.es.StreamId;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.StoredEvent;
import java.util.List;
import java.util.Optional;

/** Storages whose dead letters break one promise each. */
final class BrokenDeadLetters {

    private BrokenDeadLetters() {}

    /** The dead letters of the reference storage, of which a subclass breaks one thing. */
    abstract static class Delegating extends DelegatingStorage implements DeadLetterStore {
        Delegating(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public DeadLetterStore deadLetters() {
            return this;
        }

        @Override
        public void add(String consumer, StoredEvent event) {
            sound.deadLetters().add(consumer, event);
        }

        @Override
        public void fail(String consumer, long position, DeadLetter.Failure failure) {
            sound.deadLetters().fail(consumer, position, failure);
        }

        @Override
        public boolean decide(
                String consumer, long position, DeadLetter.Decision decision, String by) {
            return sound.deadLetters().decide(consumer, position, decision, by);
        }

        @Override
        public void remove(DeadLetter letter) {
            sound.deadLetters().remove(letter);
        }

        @Override
        public void removeAfter(String consumer, long position) {
            sound.deadLetters().removeAfter(consumer, position);
        }

        @Override
        public List<DeadLetter> list(String consumer, long afterPosition, int limit) {
            return sound.deadLetters().list(consumer, afterPosition, limit);
        }

        @Override
        public Optional<DeadLetter> first(String consumer, StreamId stream) {
            return sound.deadLetters().first(consumer, stream);
        }

        @Override
        public long count(String consumer, int atMost) {
            return sound.deadLetters().count(consumer, atMost);
        }

        @Override
        public List<DeadStream> streams(String consumer) {
            return sound.deadLetters().streams(consumer);
        }
    }

    /** Sets events aside in a transaction of their own. */
    static final class SetsAsideApart extends Delegating {
        SetsAsideApart(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public void add(String consumer, StoredEvent event) {
            sound.transactions()
                    .inNew(
                            () -> {
                                super.add(consumer, event);
                                return true;
                            });
        }
    }

    /** Says that it was decided on events that only wait, or are not aside at all. */
    static final class DecidesOnAll extends Delegating {
        DecidesOnAll(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public boolean decide(
                String consumer, long position, DeadLetter.Decision decision, String by) {
            super.decide(consumer, position, decision, by);
            return true;
        }
    }

    /** Counts all there are, however many are enough. */
    static final class CountsOn extends Delegating {
        CountsOn(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public long count(String consumer, int atMost) {
            return super.count(consumer, Integer.MAX_VALUE);
        }
    }

    /** Removes a letter, whatever was decided on it meanwhile. */
    static final class RemovesWhatWasNotRead extends Delegating {
        RemovesWhatWasNotRead(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public void remove(DeadLetter letter) {
            super.remove(
                    list(letter.consumer(), letter.position() - 1, 1).stream()
                            .findFirst()
                            .orElse(letter));
        }
    }
}
