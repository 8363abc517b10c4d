package io.annals.es;

/**
 * What an append expects of its stream; the append stores nothing unless it is so.
 *
 * <p>Immutable. The names follow the convention of event stores: any, no stream, stream exists,
 * exactly.
 */
public sealed interface ExpectedVersion {

    /**
     * The stream may be in any state. Such an append can still lose a race for a version, and then
     * conflicts.
     */
    static ExpectedVersion any() {
        return Any.INSTANCE;
    }

    /** The stream has no events yet. */
    static ExpectedVersion noStream() {
        return NoStream.INSTANCE;
    }

    /** The stream has at least one event. */
    static ExpectedVersion streamExists() {
        return StreamExists.INSTANCE;
    }

    /**
     * The stream's last event has exactly this version; 0 means {@link #noStream()}.
     *
     * @throws IllegalArgumentException if the version is negative
     */
    static ExpectedVersion exactly(long version) {
        return version == 0 ? noStream() : new Exactly(version);
    }

    /**
     * Tells whether a stream whose last version is {@code actual} (0: no events) is as expected.
     *
     * @param actual the version of the stream's last event, 0 if it has none
     */
    boolean isMetBy(long actual);

    /** See {@link ExpectedVersion#any()}. */
    enum Any implements ExpectedVersion {
        /** The only value. */
        INSTANCE;

        @Override
        public boolean isMetBy(long actual) {
            return true;
        }

        @Override
        public String toString() {
            return "any version";
        }
    }

    /** See {@link ExpectedVersion#noStream()}. */
    enum NoStream implements ExpectedVersion {
        /** The only value. */
        INSTANCE;

        @Override
        public boolean isMetBy(long actual) {
            return actual == 0;
        }

        @Override
        public String toString() {
            return "no stream";
        }
    }

    /** See {@link ExpectedVersion#streamExists()}. */
    enum StreamExists implements ExpectedVersion {
        /** The only value. */
        INSTANCE;

        @Override
        public boolean isMetBy(long actual) {
            return actual > 0;
        }

        @Override
        public String toString() {
            return "an existing stream";
        }
    }

    /**
     * See {@link ExpectedVersion#exactly(long)}.
     *
     * @param version the version of the stream's last event, from 1
     */
    record Exactly(long version) implements ExpectedVersion {

        /** Rejects versions below 1. */
        public Exactly {
            if (version < 1) {
                throw new IllegalArgumentException(
                        "Not a version to expect: %d. Versions count from 1; use noStream() for an empty stream"
                                .formatted(version));
            }
        }

        @Override
        public boolean isMetBy(long actual) {
            return actual == version;
        }

        @Override
        public String toString() {
            return "version " + version;
        }
    }
}
