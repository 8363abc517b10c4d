package io.annals.es.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.metrics.Meters;
import io.annals.es.metrics.Metric;
import io.annals.es.snapshot.SnapshotCounts;
import io.annals.es.test.InMemoryStorage;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
public class InstrumentsTest {

    @EventType("sold")
    public record Sold(int cents) {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Sold.class)),
                    storage.transactions(),
                    () -> {});
    private final ConsumerEngine engine =
            new ConsumerEngine(
                    storage,
                    journal,
                    storage.transactions(),
                    Thread::new,
                    new Polling(Duration.ofMillis(5), Duration.ofMillis(5)));
    private final Meters meters =
            new Meters(
                    () -> Optional.of(engine),
                    () -> Optional.of(new SnapshotCounts(5, 4, 3, 2, 1, 6)));
    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final Instruments instruments =
            new Instruments(
                    SdkMeterProvider.builder().registerMetricReader(reader).build().get("test"),
                    meters);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void every_metric_is_told_by_its_name_unit_and_description() throws Exception {
        EventJournal measured = meters.measure(journal);
        engine.open();
        engine.start(new Consumer("sales", EventFilter.all(), Delivery.AT_LEAST_ONCE, event -> {}));
        measured.append(new StreamId("shop", "1"), ExpectedVersion.any(), List.of(new Sold(1)));
        assertThrows(
                WrongExpectedVersionException.class,
                () ->
                        measured.append(
                                new StreamId("shop", "1"),
                                ExpectedVersion.exactly(7),
                                List.of(new Sold(2))));
        while (engine.lags().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
            assertTrue(!Thread.currentThread().isInterrupted(), "waited in vain");
        }

        Map<String, MetricData> told = collect();
        for (Metric metric : Metric.values()) {
            MetricData data = told.get(metric.id());
            assertEquals(metric.unit(), data.getUnit(), metric.id());
            assertEquals(metric.description(), data.getDescription(), metric.id());
        }
        assertEquals(Metric.values().length, told.size());
        assertEquals(
                1,
                told.get("es.append.duration")
                        .getHistogramData()
                        .getPoints()
                        .iterator()
                        .next()
                        .getCount());
        assertEquals(1, sum(told, "es.append.conflicts"));
        assertEquals(6, sum(told, "es.snapshots.dropped"));
        assertEquals(
                "{es.consumer=\"sales\"}",
                told.get("es.consumer.lag")
                        .getDoubleGaugeData()
                        .getPoints()
                        .iterator()
                        .next()
                        .getAttributes()
                        .toString());

        instruments.close();
        measured.append(new StreamId("shop", "2"), ExpectedVersion.any(), List.of(new Sold(1)));
        assertTrue(
                collect().keySet().stream().allMatch(name -> name.equals("es.append.duration")),
                "is told still");
    }

    private static double sum(Map<String, MetricData> told, String counter) {
        return told.get(counter).getDoubleSumData().getPoints().iterator().next().getValue();
    }

    private Map<String, MetricData> collect() {
        return reader.collectAllMetrics().stream()
                .collect(Collectors.toMap(MetricData::getName, Function.identity()));
    }
}
