package io.annals.es.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.Append;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.Apply;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.consumer.Consumer;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.Delivery;
import io.annals.es.consumer.EventHandler;
import io.annals.es.consumer.Polling;
import io.annals.es.journal.ContextualJournal;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.snapshot.SnapshotLimits;
import io.annals.es.snapshot.SnapshotPolicy;
import io.annals.es.snapshot.Snapshotter;
import io.annals.es.spi.Tracing;
import io.annals.es.test.InMemoryStorage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpansTest {

    private static final String SECRET = "a-secret-of-the-customer";

    public sealed interface CartEvent {}

    @EventType("cart-opened")
    public record Opened(String customer) implements CartEvent {}

    @EventType("item-added")
    public record Added(String sku) implements CartEvent {}

    @Aggregate(value = "cart", events = CartEvent.class)
    public record Cart(String customer) {
        @Apply
        static Cart on(Opened event) {
            return new Cart(event.customer());
        }

        @Apply
        Cart on(Added event) {
            return this;
        }
    }

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = sdk(Sampler.alwaysOn());
    private final InMemoryStorage storage = new InMemoryStorage();
    private final AggregateDefinition<Cart> cart = AggregateDefinition.of(Cart.class);
    private final TypedJournal stored =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Opened.class, Added.class)),
                    storage.transactions(),
                    () -> {});
    private Tracing tracing = new OpenTelemetryTracing(sdk, ConsumerSpans.LINK);
    private Optional<ConsumerEngine> engine = Optional.empty();

    @AfterEach
    void stop() {
        engine.ifPresent(ConsumerEngine::close);
        sdk.close();
    }

    @Test
    void an_append_is_a_producer_span_whose_context_is_stored() {
        append(Metadata.empty());
        SpanData span = span("append cart");
        assertEquals(SpanKind.PRODUCER, span.getKind());
        assertEquals(
                Map.of(
                        "messaging.system", "annals",
                        "messaging.operation.name", "append",
                        "messaging.operation.type", "send",
                        "messaging.destination.name", "cart",
                        "messaging.batch.message_count", 2L),
                attributes(span));
        assertEquals(
                "00-%s-%s-01".formatted(span.getTraceId(), span.getSpanId()),
                storedMetadata().get(Metadata.TRACEPARENT).orElseThrow());
        assertFalse(Span.current().getSpanContext().isValid());
    }

    @Test
    void an_append_to_several_categories_names_none() {
        journal()
                .append(
                        List.of(
                                append("cart", Metadata.empty()),
                                append("basket", Metadata.empty())));
        assertEquals(
                4L, span("append").getAttributes().get(longKey("messaging.batch.message_count")));
    }

    @Test
    void an_append_is_a_child_of_the_current_span() {
        Span outer = sdk.getTracer("test").spanBuilder("request").startSpan();
        try (var scope = outer.makeCurrent()) {
            append(Metadata.empty());
        } finally {
            outer.end();
        }
        assertEquals(outer.getSpanContext().getSpanId(), span("append cart").getParentSpanId());
    }

    @Test
    void an_append_that_fails_says_by_which_exception_and_no_more() {
        append(Metadata.empty());
        exporter.reset();
        assertThrows(WrongExpectedVersionException.class, () -> append(Metadata.empty()));
        assertFailed(span("append cart"), WrongExpectedVersionException.class);
    }

    @Test
    void the_context_that_an_append_has_itself_is_kept() {
        append(Metadata.empty().with(Metadata.TRACEPARENT, "own"));
        assertEquals(Optional.of("own"), storedMetadata().get(Metadata.TRACEPARENT));
    }

    @Test
    void a_span_that_is_not_sampled_leaves_its_context_with_the_events() {
        try (OpenTelemetrySdk never = sdk(Sampler.alwaysOff())) {
            tracing = new OpenTelemetryTracing(never, ConsumerSpans.LINK);
            append(Metadata.empty());
        }
        assertTrue(storedMetadata().get(Metadata.TRACEPARENT).orElseThrow().endsWith("-00"));
        assertEquals(List.of(), exporter.getFinishedSpanItems());
    }

    @Test
    void the_api_alone_leaves_nothing() {
        tracing = new OpenTelemetryTracing(OpenTelemetry.noop(), ConsumerSpans.LINK);
        append(Metadata.empty());
        assertEquals(Metadata.empty(), storedMetadata());
    }

    @Test
    void an_event_is_handled_within_its_delivery_with_a_link_to_its_append() {
        append(Metadata.empty());
        follow(event -> {});
        SpanData handling = span("handle cart");
        SpanData delivery = span("deliver follower");
        SpanData append = span("append cart");
        assertEquals(SpanKind.CONSUMER, handling.getKind());
        assertEquals(delivery.getSpanId(), handling.getParentSpanId());
        assertEquals(List.of(append.getSpanContext().getSpanId()), links(handling));
        assertNotEquals(append.getTraceId(), handling.getTraceId());
        Map<String, Object> attributes = attributes(handling);
        assertEquals(
                stored.read(new StreamId("cart", SECRET)).findFirst().orElseThrow().eventId(),
                UUID.fromString((String) attributes.get("messaging.message.id")));
        assertEquals("process", attributes.get("messaging.operation.type"));
        assertEquals("follower", attributes.get("messaging.consumer.group.name"));
        assertEquals("cart-opened", attributes.get("es.event.type"));
        assertEquals(SpanKind.CLIENT, delivery.getKind());
        assertEquals(SpanId.getInvalid(), delivery.getParentSpanId());
        assertEquals(
                Map.of(
                        "messaging.system", "annals",
                        "messaging.operation.name", "deliver",
                        "messaging.operation.type", "receive",
                        "messaging.consumer.group.name", "follower",
                        "messaging.batch.message_count", 1L),
                attributes(delivery));
    }

    @Test
    void an_event_is_handled_as_a_child_of_its_append_on_request() {
        tracing = new OpenTelemetryTracing(sdk, ConsumerSpans.PARENT);
        append(Metadata.empty());
        follow(event -> {});
        SpanData handling = span("handle cart");
        SpanData append = span("append cart");
        assertEquals(append.getTraceId(), handling.getTraceId());
        assertEquals(append.getSpanId(), handling.getParentSpanId());
        assertEquals(List.of(span("deliver follower").getSpanId()), links(handling));
    }

    @Test
    void what_a_handler_appends_is_a_child_of_its_span() {
        append(Metadata.empty());
        follow(event -> journal().append(List.of(append("effect", Metadata.empty()))));
        assertEquals(
                Set.of(span("handle cart").getSpanId()),
                Set.of(span("append effect").getParentSpanId()));
    }

    @Test
    void a_malformed_context_is_no_link() {
        append(Metadata.empty().with(Metadata.TRACEPARENT, "00-not-a-context"));
        follow(event -> {});
        assertEquals(List.of(), links(span("handle cart")));
    }

    @Test
    void a_context_of_any_characters_keeps_no_event_from_being_handled() {
        String context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        for (int c : new int[] {0, 0x7f, 0xff, 0x100, 0xd800, 0xfffe, 0xffff}) {
            for (int at = 0; at < context.length(); at++) {
                String malformed = context.substring(0, at) + (char) c + context.substring(at + 1);
                assertFalse(TraceContext.parse(malformed).isValid(), malformed);
            }
        }
        append(Metadata.empty().with(Metadata.TRACEPARENT, context.replace('0', '\uffff')));
        follow(event -> {});
        assertEquals(List.of(), links(span("handle cart")));
    }

    @Test
    void a_handler_that_fails_fails_its_span_and_the_delivery() {
        append(Metadata.empty());
        follow(
                event -> {
                    throw new IllegalStateException("cannot handle " + SECRET);
                });
        assertFailed(span("handle cart"), IllegalStateException.class);
        assertEquals(StatusCode.ERROR, span("deliver follower").getStatus().getStatusCode());
        assertNoSecrets();
    }

    @Test
    void how_far_the_journal_is_settled_is_a_span_of_its_own() {
        append(Metadata.empty());
        follow(event -> {});
        SpanData settle = span("settle");
        assertEquals(SpanId.getInvalid(), settle.getParentSpanId());
        assertEquals(0L, settle.getAttributes().get(longKey("es.position.after")));
        assertTrue(settle.getAttributes().get(longKey("es.position")) > 0);
        assertTrue(settle.getStartEpochNanos() <= settle.getEndEpochNanos());
    }

    @Test
    void a_load_says_how_many_events_it_has_read() {
        append(Metadata.empty());
        JournalRepository<Cart> carts = new JournalRepository<>(cart, journal()).with(tracing);
        carts.load(SECRET);
        SpanData load = span("load cart");
        assertEquals(SpanKind.INTERNAL, load.getKind());
        assertEquals(Map.of("es.category", "cart", "es.events", 2L), attributes(load));
        exporter.reset();
        carts.loadAt(SECRET, 1);
        assertEquals(1L, span("load cart").getAttributes().get(longKey("es.events")));
    }

    @Test
    void a_load_that_fails_says_so() {
        Tracing.Span load = tracing.load("cart");
        assertThrows(
                IllegalStateException.class,
                () ->
                        load.around(
                                () -> {
                                    throw new IllegalStateException(SECRET);
                                }));
        assertFailed(span("load cart"), IllegalStateException.class);
        assertNoSecrets();
    }

    @Test
    void a_snapshot_has_a_link_to_where_it_was_wanted() {
        Snapshotter snapshotter =
                new Snapshotter(
                        storage::snapshots,
                        () -> stored,
                        new JsonbEventSerializer(),
                        storage.transactions(),
                        aggregate ->
                                new SnapshotPolicy(OptionalInt.of(1), Optional.empty(), Set.of()),
                        SnapshotLimits.defaults(),
                        tracing);
        snapshotter.start(Thread::new);
        try {
            JournalRepository<Cart> carts =
                    new JournalRepository<>(cart, journal(), snapshotter.of(cart)).with(tracing);
            Span request = sdk.getTracer("test").spanBuilder("request").startSpan();
            try (var scope = request.makeCurrent()) {
                carts.create(SECRET, new Opened(SECRET), new Added(SECRET));
            } finally {
                request.end();
            }
            SpanData snapshot = span("snapshot cart");
            assertEquals(List.of(request.getSpanContext().getSpanId()), links(snapshot));
            assertEquals(SpanId.getInvalid(), snapshot.getParentSpanId());
            assertEquals(Map.of("es.category", "cart"), attributes(snapshot));
        } finally {
            snapshotter.close();
        }
    }

    @Test
    void a_retry_says_which_one_it_is_and_why() {
        tracing.retry("Carts.add()", 2, new IllegalStateException(SECRET)).close();
        SpanData retry = span("retry Carts.add()");
        assertEquals(2L, retry.getAttributes().get(longKey("es.retry.attempt")));
        assertEquals(
                IllegalStateException.class.getName(),
                retry.getAttributes().get(stringKey("es.retry.cause")));
        assertNoSecrets();
    }

    @Test
    void nothing_that_is_told_holds_payloads_stream_ids_or_metadata() {
        append(Metadata.empty().with(Metadata.USER, SECRET));
        new JournalRepository<>(cart, journal()).with(tracing).load(SECRET);
        follow(event -> {});
        span("settle"); // ends by another thread
        assertEquals(
                Set.of("append cart", "load cart", "deliver follower", "handle cart", "settle"),
                exporter.getFinishedSpanItems().stream()
                        .map(SpanData::getName)
                        .collect(Collectors.toSet()));
        assertNoSecrets();
    }

    private void assertNoSecrets() {
        assertFalse(exporter.getFinishedSpanItems().isEmpty());
        exporter.getFinishedSpanItems()
                .forEach(span -> assertFalse(span.toString().contains(SECRET), span.toString()));
    }

    private static void assertFailed(SpanData span, Class<?> failure) {
        assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
        assertEquals("", span.getStatus().getDescription());
        assertEquals(failure.getName(), span.getAttributes().get(stringKey("error.type")));
        assertEquals(List.of(), span.getEvents());
    }

    private ContextualJournal journal() {
        return new ContextualJournal(stored, List.of(), tracing);
    }

    private void append(Metadata metadata) {
        journal().append(List.of(append("cart", metadata)));
    }

    private static Append append(String category, Metadata metadata) {
        return new Append(
                new StreamId(category, SECRET),
                ExpectedVersion.noStream(),
                List.of(new Opened(SECRET), new Added(SECRET)),
                metadata);
    }

    private Metadata storedMetadata() {
        return stored.read(new StreamId("cart", SECRET)).findFirst().orElseThrow().metadata();
    }

    /** Has a consumer handle the first event of all carts; the others are no concern. */
    private void follow(EventHandler handler) {
        ConsumerEngine started =
                new ConsumerEngine(
                        storage,
                        stored,
                        storage.transactions(),
                        Thread::new,
                        new Polling(Duration.ofMillis(5), Duration.ofHours(1)),
                        tracing);
        engine = Optional.of(started);
        started.open();
        started.start(
                new Consumer(
                        "follower",
                        new EventFilter(Set.of("cart"), Set.of()),
                        Delivery.EXACTLY_ONCE,
                        event -> {
                            if (event.version() == 1) {
                                handler.handle(event);
                            }
                        }));
        span("deliver follower");
    }

    /** The first one of a name, once it is over. */
    private SpanData span(String name) {
        while (true) {
            Optional<SpanData> found =
                    exporter.getFinishedSpanItems().stream()
                            .filter(span -> span.getName().equals(name))
                            .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(1_000_000);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("There is no span '%s'".formatted(name));
            }
        }
    }

    private static List<String> links(SpanData span) {
        return span.getLinks().stream().map(link -> link.getSpanContext().getSpanId()).toList();
    }

    private static Map<String, Object> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
    }

    private OpenTelemetrySdk sdk(Sampler sampler) {
        assertEquals(Context.root(), Context.current());
        return OpenTelemetrySdk.builder()
                .setTracerProvider(
                        SdkTracerProvider.builder()
                                .setSampler(sampler)
                                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                                .build())
                .build();
    }
}
