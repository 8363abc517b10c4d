/**
 * How the journal is doing, for MicroProfile Health and MicroProfile Metrics, on servers that have
 * them.
 *
 * <p>Stability: internal; the names of checks, data and metrics are public API.
 */
@NullMarked
package io.annals.es.cdi.health;

import org.jspecify.annotations.NullMarked;
