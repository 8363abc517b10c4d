/**
 * Axon Framework 4 with its embedded event store, over JDBC and over JPA.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.axon;

import org.jspecify.annotations.NullMarked;
