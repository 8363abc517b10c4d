/**
 * Writes event payloads as JSON and reads them back, with Jackson.
 *
 * <p>Stability: public API; changes that break callers, or JSON written before, wait for a major
 * version.
 */
@NullMarked
package io.annals.es.jackson;

import org.jspecify.annotations.NullMarked;
