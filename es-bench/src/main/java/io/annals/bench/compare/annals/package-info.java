/**
 * The journal as an application server runs it, with all that a user gets.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.annals;

import org.jspecify.annotations.NullMarked;
