package io.annals.es.jpa;

import io.annals.es.spi.Settled;

/**
 * How a database gives events their positions, and so how it is known up to where the journal can
 * be read without ever missing an event.
 *
 * <p>Thread-safe. Works in transactions of its own.
 */
interface Positions {

    /** See {@link io.annals.es.spi.JournalStorage#settledUpTo()}. */
    Settled settledUpTo();
}
