package io.annals.es.projection;

/** When a {@link Projection} handles an event. */
public enum Mode {

    /** After its commit, in the order of positions, on a thread and in a transaction of its own. */
    FOLLOWING,

    /**
     * Within the append, in its transaction and on its thread, for views that commands rely on, as
     * to find out that a name is taken.
     *
     * <p>What a handler throws fails the append and reaches its caller, so handlers declare
     * unchecked exceptions only. Envelopes have no position. A handler must not append.
     *
     * <p>A new projection is filled from the journal when the application starts, and again when it
     * is reset; either is one transaction, for which appends of its categories wait. Events of a
     * node that does not know the projection pass it by.
     */
    INLINE
}
