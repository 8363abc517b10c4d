/**
 * Finds the application's aggregates by its injection points, checks them, and makes repositories
 * for them.
 *
 * <p>Stability: internal; public only where the container must see it.
 */
@NullMarked
package io.annals.es.cdi.discovery;

import org.jspecify.annotations.NullMarked;
