package io.annals.es.jpa;

import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events to append. */
final class Events {

    private Events() {}

    static List<StreamAppend> any(StreamId stream, int count) {
        return to(stream, ExpectedVersion.any(), count);
    }

    static List<StreamAppend> to(StreamId stream, ExpectedVersion expected, int count) {
        return List.of(
                new StreamAppend(
                        stream,
                        expected,
                        IntStream.range(0, count).mapToObj(i -> event("{}")).toList(),
                        Metadata.empty()));
    }

    static NewEvent event(String payload) {
        return event(payload.getBytes(StandardCharsets.UTF_8));
    }

    static NewEvent event(byte[] payload) {
        return new NewEvent(UUID.randomUUID(), "happened", 1, payload);
    }
}
