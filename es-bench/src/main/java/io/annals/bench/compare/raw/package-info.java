/**
 * Events in a table by hand-written JDBC, with nothing in between and no promise beyond the key of
 * a stream: the limit that the others are measured by.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.raw;

import org.jspecify.annotations.NullMarked;
