package io.annals.bench.compare.annals;

import io.annals.es.opentelemetry.ConsumerSpans;
import io.annals.es.opentelemetry.OpenTelemetryTracing;
import io.annals.es.spi.Tracing;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/** OpenTelemetry as in production, but for an exporter that throws away what it gets. */
final class Sampled {

    private static final double ONE_PERCENT = 0.01;

    private Sampled() {}

    static Tracing tracing() {
        return new OpenTelemetryTracing(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(
                                SdkTracerProvider.builder()
                                        .setSampler(
                                                Sampler.parentBased(
                                                        Sampler.traceIdRatioBased(ONE_PERCENT)))
                                        .addSpanProcessor(
                                                BatchSpanProcessor.builder(SpanExporter.composite())
                                                        .build())
                                        .build())
                        .build(),
                ConsumerSpans.LINK);
    }
}
