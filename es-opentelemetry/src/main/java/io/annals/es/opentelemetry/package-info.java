/**
 * Tells OpenTelemetry what the journal does.
 *
 * <p>Stability: the names of metrics are public API; those of spans and attributes are for people
 * and may follow the semantic conventions; {@link io.annals.es.opentelemetry.OpenTelemetryTracing}
 * may grow in a minor version.
 */
@NullMarked
package io.annals.es.opentelemetry;

import org.jspecify.annotations.NullMarked;
