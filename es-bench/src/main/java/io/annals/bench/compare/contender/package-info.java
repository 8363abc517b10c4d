/**
 * What a user of any library can do with stored events, and what each of those that are compared
 * needs for it.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench.compare.contender;

import org.jspecify.annotations.NullMarked;
