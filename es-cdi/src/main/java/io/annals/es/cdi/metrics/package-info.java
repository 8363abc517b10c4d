/**
 * The journal's metrics through MicroProfile Metrics, on servers that have it.
 *
 * <p>Stability: internal; the names of metrics are public API.
 */
@NullMarked
package io.annals.es.cdi.metrics;

import org.jspecify.annotations.NullMarked;
