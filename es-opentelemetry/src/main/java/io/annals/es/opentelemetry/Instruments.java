package io.annals.es.opentelemetry;

import io.annals.es.metrics.AppendListener;
import io.annals.es.metrics.Meters;
import io.annals.es.metrics.Metric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells OpenTelemetry each {@link Metric} of a node: the durations of appends as they end, all
 * others when they are collected.
 *
 * <p>Thread-safe.
 */
final class Instruments implements AppendListener, AutoCloseable {

    private static final AttributeKey<String> CONSUMER = AttributeKey.stringKey("es.consumer");
    private static final double NANOS = 1e9;

    private final Meters meters;
    private final DoubleHistogram durations;
    private final List<AutoCloseable> collected = new ArrayList<>();

    Instruments(Meter meter, Meters meters) {
        this.meters = meters;
        this.durations =
                meter.histogramBuilder(Metric.APPEND_DURATION.id())
                        .setUnit(Metric.APPEND_DURATION.unit())
                        .setDescription(Metric.APPEND_DURATION.description())
                        .build();
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case HISTOGRAM -> {}
                case COUNTER ->
                        collected.add(
                                meter.counterBuilder(metric.id())
                                        .ofDoubles()
                                        .setUnit(metric.unit())
                                        .setDescription(metric.description())
                                        .buildWithCallback(to -> read(metric, to)));
                case GAUGE, GAUGE_BY_CONSUMER ->
                        collected.add(
                                meter.gaugeBuilder(metric.id())
                                        .setUnit(metric.unit())
                                        .setDescription(metric.description())
                                        .buildWithCallback(to -> read(metric, to)));
            }
        }
        meters.listen(this);
    }

    @Override
    public void stored(long nanos) {
        durations.record(nanos / NANOS);
    }

    /** Counted by the meters. */
    @Override
    public void conflicted() {}

    /** Tells nothing any more. */
    @Override
    public void close() throws Exception {
        meters.forget(this);
        for (AutoCloseable instrument : collected) {
            instrument.close();
        }
    }

    private void read(Metric metric, ObservableDoubleMeasurement to) {
        meters.read(metric)
                .forEach(
                        reading ->
                                to.record(
                                        reading.value(),
                                        reading.consumer()
                                                .map(name -> Attributes.of(CONSUMER, name))
                                                .orElse(Attributes.empty())));
    }
}
