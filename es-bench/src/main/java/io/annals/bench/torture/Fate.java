package io.annals.bench.torture;

/**
 * What a writer knows of a transaction's end. It notes nothing where it cannot know: when it was
 * killed, or when the commit failed with the connection.
 */
enum Fate {
    /** The commit has returned: the events are in the journal for ever. */
    ACKNOWLEDGED,

    /** It failed before its commit, or was rolled back: none of its events may ever be seen. */
    REFUSED,

    /** It is about to stay open for long. Not yet an end. */
    PARKED;

    String line(long transaction) {
        return name() + ' ' + transaction;
    }
}
