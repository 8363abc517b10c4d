/**
 * The vocabulary of the journal: streams, versions, positions, events and what can go wrong with
 * them.
 *
 * <p>Stability: public API; changes that break callers wait for a major version.
 */
@NullMarked
package io.annals.es;

import org.jspecify.annotations.NullMarked;
