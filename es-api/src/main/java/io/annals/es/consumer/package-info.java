/**
 * Consumers: named followers of the journal, each with one checkpoint, and the engine that drives
 * them.
 *
 * <p>Stability: for integrations (channels, projections); may grow in a minor version.
 */
@NullMarked
package io.annals.es.consumer;

import org.jspecify.annotations.NullMarked;
