/**
 * The ports: what a storage, a serialiser and a transaction system must do for the journal.
 *
 * <p>Stability: for implementers; may grow in a minor version, with a note in the change log.
 */
@NullMarked
package io.annals.es.spi;

import org.jspecify.annotations.NullMarked;
