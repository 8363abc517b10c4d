/**
 * What a node measures of its journal, for whatever exports it.
 *
 * <p>Stability: the names, units and kinds of metrics are public API; the classes may change before
 * 1.0.
 */
@NullMarked
package io.annals.es.metrics;

import org.jspecify.annotations.NullMarked;
