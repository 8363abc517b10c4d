/**
 * The typed journal: it serialises events, checks their types and delegates to a storage.
 *
 * <p>Stability: for integrations (CDI, tests, benchmarks); applications use {@link
 * io.annals.es.EventJournal}.
 */
@NullMarked
package io.annals.es.journal;

import org.jspecify.annotations.NullMarked;
