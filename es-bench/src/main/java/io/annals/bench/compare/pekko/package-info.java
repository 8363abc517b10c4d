/**
 * Pekko Persistence with its JDBC plugin: an actor for each cart.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.pekko;

import org.jspecify.annotations.NullMarked;
