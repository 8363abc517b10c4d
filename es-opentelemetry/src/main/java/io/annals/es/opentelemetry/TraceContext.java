package io.annals.es.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The W3C text of a span's context. What is malformed is no context, as the standard says. */
final class TraceContext {

    private static final String TRACEPARENT = "traceparent";

    private static final TextMapGetter<String> IS_TRACEPARENT =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(String carrier) {
                    return List.of(TRACEPARENT);
                }

                @Override
                public @Nullable String get(@Nullable String carrier, String key) {
                    return key.equals(TRACEPARENT) ? carrier : null;
                }
            };

    private TraceContext() {}

    /** The context; an invalid one if the text is none. */
    static SpanContext parse(String text) {
        if (text.chars().anyMatch(c -> c > '~')) { // at some of which the API fails
            return SpanContext.getInvalid();
        }
        return Span.fromContext(
                        W3CTraceContextPropagator.getInstance()
                                .extract(Context.root(), text, IS_TRACEPARENT))
                .getSpanContext();
    }

    /** The text; empty if the context is invalid. */
    static String format(SpanContext context) {
        return context.isValid()
                ? "00-"
                        + context.getTraceId()
                        + "-"
                        + context.getSpanId()
                        + "-"
                        + context.getTraceFlags().asHex()
                : "";
    }
}
