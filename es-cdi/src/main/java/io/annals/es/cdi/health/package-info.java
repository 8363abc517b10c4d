/**
 * How the journal is doing, for MicroProfile Health, on servers that have it.
 *
 * <p>Stability: internal; the names of checks and data are public API.
 */
@NullMarked
package io.annals.es.cdi.health;

import org.jspecify.annotations.NullMarked;
