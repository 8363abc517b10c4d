/**
 * Measures through the production code what the order of the journal costs, and how fast events
 * become readable.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.numbers;

import org.jspecify.annotations.NullMarked;
