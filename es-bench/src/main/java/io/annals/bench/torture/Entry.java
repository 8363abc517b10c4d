package io.annals.bench.torture;

import io.annals.es.EventEnvelope;

/**
 * An event, as it is in the journal or as somebody has seen it.
 *
 * @param position its place in the journal
 * @param stream its stream
 * @param version its place in the stream
 * @param event what was written
 */
record Entry(long position, String stream, long version, Written event) {

    static Entry of(EventEnvelope<?> envelope) {
        return new Entry(
                envelope.position(),
                envelope.stream().toString(),
                envelope.version(),
                (Written) envelope.event());
    }

    static Entry parse(String line) {
        String[] fields = line.split(" ");
        return new Entry(
                Long.parseLong(fields[0]),
                fields[1],
                Long.parseLong(fields[2]),
                new Written(
                        Long.parseLong(fields[3]),
                        Integer.parseInt(fields[4]),
                        Integer.parseInt(fields[5])));
    }

    String line() {
        return "%d %s %d %d %d %d"
                .formatted(
                        position,
                        stream,
                        version,
                        event.transaction(),
                        event.part(),
                        event.parts());
    }
}
