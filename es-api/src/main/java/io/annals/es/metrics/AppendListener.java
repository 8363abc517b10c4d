package io.annals.es.metrics;

/**
 * Is told of each append of this node when it has ended, on its thread: must be quick, and must not
 * throw.
 */
public interface AppendListener {

    /** Events were stored, in the transaction of the caller. */
    void stored(long nanos);

    /** An append lost a race, and stored nothing. */
    void conflicted();
}
