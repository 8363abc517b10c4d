/**
 * Finds the application's projections among its beans, checks them, and has the engine drive them.
 *
 * <p>Stability: internal; public only where the container must see it.
 */
@NullMarked
package io.annals.es.cdi.projection;

import org.jspecify.annotations.NullMarked;
