package io.annals.es.spi;

import io.annals.es.StreamId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event that a consumer has set aside: it could not be handled, or waits behind one of its
 * stream that could not.
 *
 * <p>The event itself is in the journal; there is nothing of its payload here.
 *
 * @param consumer who set it aside
 * @param position its place in the journal
 * @param stream its stream
 * @param version its place in the stream
 * @param type its logical type name
 * @param attempts how often it has been handled in vain; 0 if it only waits
 * @param failure why it could not be handled the last time; empty if it only waits
 * @param decision what is to become of it; empty while nobody has said so since it failed last
 * @param decidedBy who has said so
 * @param time when it was set aside or failed last, by the storage's clock
 */
public record DeadLetter(
        String consumer,
        long position,
        StreamId stream,
        long version,
        String type,
        int attempts,
        Optional<Failure> failure,
        Optional<Decision> decision,
        Optional<String> decidedBy,
        Instant time) {

    /** Rejects nulls. */
    public DeadLetter {
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(decidedBy, "decidedBy");
        Objects.requireNonNull(time, "time");
    }

    /** Whether it holds up those behind it: it has failed, and nobody has decided on it since. */
    public boolean stands() {
        return failure.isPresent() && decision.isEmpty();
    }

    /** Names the event and what is known of it, without a message that might quote it. */
    @Override
    public String toString() {
        return "%s version %d (%s) at position %d, %s"
                .formatted(
                        stream,
                        version,
                        type,
                        position,
                        failure.map(
                                        why ->
                                                "failed %d times, the last time by %s"
                                                        .formatted(attempts, why.exception()))
                                .orElse("waiting"));
    }

    /** What is to become of an event that could not be handled. */
    public enum Decision {
        /** It is to be handled once more. */
        RETRY,
        /** It is to be left out, and those behind it are to go on. */
        DISMISS;

        /** The word that is stored for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The decision that a word stands for.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Decision of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Why an event could not be handled, as text that every database can store.
     *
     * @param exception the class of what was thrown, {@value #MAX_NAME} characters at most
     * @param message what it said, {@value #MAX_MESSAGE} characters at most; empty if nothing
     * @param stackTrace the beginning of its stack trace and of those of its causes, {@value
     *     #MAX_STACK_TRACE} characters at most
     */
    public record Failure(String exception, String message, String stackTrace) {

        /** The longest name, in UTF-16 units. */
        public static final int MAX_NAME = 255;

        /** The longest message, in UTF-16 units. */
        public static final int MAX_MESSAGE = 1_000;

        /** The longest stack trace, in UTF-16 units. */
        public static final int MAX_STACK_TRACE = 8_000;

        private static final int MAX_CAUSES = 10;
        private static final int MAX_FRAMES = 10;

        /** Shortens what is too long, and puts a question mark for what cannot be stored. */
        public Failure {
            exception = storable(exception, MAX_NAME);
            message = storable(message, MAX_MESSAGE);
            stackTrace = storable(stackTrace, MAX_STACK_TRACE);
        }

        /** That of something thrown: of itself and each of its causes where it came from. */
        public static Failure of(Throwable thrown) {
            String trace =
                    Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                            .limit(MAX_CAUSES)
                            .map(Failure::beginningOfTrace)
                            .collect(Collectors.joining("Caused by: "));
            return new Failure(
                    thrown.getClass().getName(),
                    Objects.requireNonNullElse(thrown.getMessage(), ""),
                    trace);
        }

        /** The frames of containers are many, and would leave no room for the causes. */
        private static String beginningOfTrace(Throwable thrown) {
            return Stream.concat(
                            Stream.of(storable(thrown.toString(), MAX_MESSAGE)),
                            Arrays.stream(thrown.getStackTrace())
                                    .limit(MAX_FRAMES)
                                    .map(frame -> "\tat " + frame))
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private static String storable(String text, int limit) {
            StringBuilder kept = new StringBuilder(Math.min(text.length(), limit));
            int next = 0;
            while (next < text.length()) {
                int point = text.codePointAt(next);
                boolean unknown = point == 0 || Character.getType(point) == Character.SURROGATE;
                int size = Character.charCount(point);
                if (kept.length() + size > limit) {
                    break;
                }
                kept.appendCodePoint(unknown ? '?' : point);
                next += size;
            }
            return kept.toString();
        }
    }
}
