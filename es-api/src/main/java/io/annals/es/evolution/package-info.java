/**
 * What becomes of stored events whose classes have changed since: upcasters.
 *
 * <p>Stability: public API; changes that break callers wait for a major version.
 */
@NullMarked
package io.annals.es.evolution;

import org.jspecify.annotations.NullMarked;
