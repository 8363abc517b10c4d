/**
 * Programs that try the journal hard, outside of any application server.
 *
 * <p>Stability: for this project's own use; published nowhere.
 */
@NullMarked
package io.annals.bench;

import org.jspecify.annotations.NullMarked;
