/**
 * Snapshots: when they are taken, of what, and how they are told to be still good. They are only a
 * cache of folds; an application that never has any gives the same results.
 *
 * <p>Stability: may change until 1.0.
 */
@NullMarked
package io.annals.es.snapshot;

import org.jspecify.annotations.NullMarked;
