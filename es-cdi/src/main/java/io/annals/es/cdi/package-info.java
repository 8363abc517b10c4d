/**
 * Transactions as Jakarta EE has them: retrying commands that lost a race, and joining the journal
 * to JTA.
 *
 * <p>Stability: {@link io.annals.es.cdi.RetryOnConflict} and {@link io.annals.es.cdi.RunningEngine}
 * are public API; the rest is internal.
 */
@NullMarked
package io.annals.es.cdi;

import org.jspecify.annotations.NullMarked;
