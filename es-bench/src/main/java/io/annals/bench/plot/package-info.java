/**
 * Draws what a comparison has found out.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.plot;

import org.jspecify.annotations.NullMarked;
