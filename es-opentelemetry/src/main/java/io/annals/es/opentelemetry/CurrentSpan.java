package io.annals.es.opentelemetry;

import io.annals.es.spi.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** A span that is the current one of the thread that began it. */
final class CurrentSpan implements Tracing.Span {

    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("es.events");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Span span;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // it is closed with this
    private CurrentSpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    static CurrentSpan begin(SpanBuilder builder) {
        return new CurrentSpan(builder.startSpan());
    }

    @Override
    public void events(long count) {
        span.setAttribute(EVENTS, count);
    }

    /** Messages of exceptions may quote payloads, so that only the class is told. */
    @Override
    public void failed(Throwable cause) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR, cause.getClass().getName());
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
