/**
 * Compares the journal with hand-written JDBC, with bare Hibernate and with other libraries, side
 * by side in one run.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare;

import org.jspecify.annotations.NullMarked;
