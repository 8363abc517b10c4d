package io.annals.es.spi;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import java.time.Duration;
import java.util.List;

/** Does nothing, and so costs nothing. */
final class NoTracing implements Tracing {

    @Override
    public Span append(List<Append> appends) {
        return Span.NONE;
    }

    @Override
    public Span load(String category) {
        return Span.NONE;
    }

    @Override
    public Span delivery(String consumer, int events) {
        return Span.NONE;
    }

    @Override
    public Span handling(String consumer, EventEnvelope<?> event, boolean replayed) {
        return Span.NONE;
    }

    @Override
    public Span snapshot(String category, String wantedBy) {
        return Span.NONE;
    }

    @Override
    public Span retry(String method, int attempt, Throwable lost) {
        return Span.NONE;
    }

    @Override
    public void settled(long after, long upTo, Duration took) {}

    @Override
    public String context() {
        return "";
    }

    static final class NoSpan implements Span {

        @Override
        public void events(long count) {}

        @Override
        public void failed(Throwable cause) {}

        @Override
        public void close() {}
    }
}
