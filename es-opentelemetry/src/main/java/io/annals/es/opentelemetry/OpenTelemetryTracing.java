package io.annals.es.opentelemetry;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import io.annals.es.spi.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes spans by the API of OpenTelemetry, after its semantic conventions for messaging where they
 * fit. Costs next to nothing where the API is there alone.
 *
 * <p>Thread-safe. Attributes hold categories, names of consumers and event types, ids of events,
 * positions and counts: no payloads, no metadata, no ids of streams, and of exceptions only their
 * class.
 */
@Vetoed // JournalTracing makes the bean
public final class OpenTelemetryTracing implements Tracing {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION_TYPE =
            AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> OPERATION_NAME =
            AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> DESTINATION =
            AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<Long> MESSAGES =
            AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> CONSUMER =
            AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> MESSAGE_ID =
            AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> CATEGORY = AttributeKey.stringKey("es.category");
    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("es.event.type");
    private static final AttributeKey<Long> POSITION = AttributeKey.longKey("es.position");
    private static final AttributeKey<Long> AFTER = AttributeKey.longKey("es.position.after");
    private static final AttributeKey<Boolean> REPLAYED = AttributeKey.booleanKey("es.replayed");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("es.retry.attempt");
    private static final AttributeKey<String> LOST = AttributeKey.stringKey("es.retry.cause");

    private final Tracer tracer;
    private final ConsumerSpans consumers;

    /**
     * Makes spans.
     *
     * @param consumers how those of consumers belong to those of appends
     */
    public OpenTelemetryTracing(OpenTelemetry telemetry, ConsumerSpans consumers) {
        this.tracer = telemetry.getTracer("io.annals.es");
        this.consumers = consumers;
    }

    @Override
    public Span append(List<Append> appends) {
        List<String> categories =
                appends.stream().map(append -> append.stream().category()).distinct().toList();
        boolean one = categories.size() == 1;
        SpanBuilder span =
                messaging("append", one ? categories.get(0) : "", "send")
                        .setSpanKind(SpanKind.PRODUCER)
                        .setAttribute(
                                MESSAGES,
                                appends.stream().mapToLong(each -> each.events().size()).sum());
        return CurrentSpan.begin(one ? span.setAttribute(DESTINATION, categories.get(0)) : span);
    }

    @Override
    public Span load(String category) {
        return CurrentSpan.begin(
                tracer.spanBuilder("load " + category).setAttribute(CATEGORY, category));
    }

    @Override
    public Span delivery(String consumer, int events) {
        return CurrentSpan.begin(
                messaging("deliver", consumer, "receive")
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(CONSUMER, consumer)
                        .setAttribute(MESSAGES, (long) events));
    }

    @Override
    public Span handling(String consumer, EventEnvelope<?> event, boolean replayed) {
        String category = event.stream().category();
        SpanBuilder span =
                messaging("handle", category, "process")
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute(DESTINATION, category)
                        .setAttribute(CONSUMER, consumer)
                        .setAttribute(MESSAGE_ID, event.eventId().toString())
                        .setAttribute(EVENT_TYPE, event.type())
                        .setAttribute(POSITION, event.position());
        if (replayed) {
            span.setAttribute(REPLAYED, true);
        }
        event.metadata()
                .get(Metadata.TRACEPARENT)
                .map(TraceContext::parse)
                .filter(SpanContext::isValid)
                .ifPresent(appending -> continueFrom(span, appending));
        return CurrentSpan.begin(span);
    }

    private void continueFrom(SpanBuilder span, SpanContext appending) {
        if (consumers == ConsumerSpans.LINK) {
            span.addLink(appending);
            return;
        }
        SpanContext delivery = io.opentelemetry.api.trace.Span.current().getSpanContext();
        span.setParent(Context.current().with(io.opentelemetry.api.trace.Span.wrap(appending)));
        if (delivery.isValid()) {
            span.addLink(delivery);
        }
    }

    @Override
    public Span snapshot(String category, String wantedBy) {
        SpanBuilder span =
                tracer.spanBuilder("snapshot " + category)
                        .setNoParent()
                        .setAttribute(CATEGORY, category);
        SpanContext wanting = TraceContext.parse(wantedBy);
        return CurrentSpan.begin(wanting.isValid() ? span.addLink(wanting) : span);
    }

    @Override
    public Span retry(String method, int attempt, Throwable lost) {
        return CurrentSpan.begin(
                tracer.spanBuilder("retry " + method)
                        .setAttribute(ATTEMPT, (long) attempt)
                        .setAttribute(LOST, lost.getClass().getName()));
    }

    @Override
    public void settled(long after, long upTo, Duration took) {
        long now = System.currentTimeMillis();
        tracer.spanBuilder("settle")
                .setNoParent()
                .setStartTimestamp(
                        TimeUnit.MILLISECONDS.toNanos(now) - took.toNanos(), TimeUnit.NANOSECONDS)
                .setAttribute(AFTER, after)
                .setAttribute(POSITION, upTo)
                .startSpan()
                .end(now, TimeUnit.MILLISECONDS);
    }

    @Override
    public String context() {
        return TraceContext.format(io.opentelemetry.api.trace.Span.current().getSpanContext());
    }

    private SpanBuilder messaging(String name, String target, String type) {
        return tracer.spanBuilder(target.isEmpty() ? name : name + " " + target)
                .setAttribute(SYSTEM, "annals")
                .setAttribute(OPERATION_NAME, name)
                .setAttribute(OPERATION_TYPE, type);
    }
}
