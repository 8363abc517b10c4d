package io.annals.es.metrics;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.EventParts;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** A journal that tells how its appends have ended, and nothing of reading. Thread-safe. */
record MeasuredJournal(EventJournal journal, Meters meters) implements EventJournal {

    @Override
    public List<Receipt> append(List<Append> appends) {
        long began = System.nanoTime();
        List<Receipt> receipts;
        try {
            receipts = journal.append(appends);
        } catch (RetryableException lost) {
            meters.conflicted();
            throw lost;
        }
        meters.stored(System.nanoTime() - began);
        return receipts;
    }

    @Override
    public Stream<EventEnvelope<Object>> read(StreamId stream, long afterVersion) {
        return journal.read(stream, afterVersion);
    }

    @Override
    public Stream<EventParts> readParts(StreamId stream, long afterVersion) {
        return journal.readParts(stream, afterVersion);
    }

    @Override
    public Stream<EventEnvelope<Object>> readAll(long afterPosition, EventFilter filter) {
        return journal.readAll(afterPosition, filter);
    }

    @Override
    public Stream<String> ids(String category) {
        return journal.ids(category);
    }

    @Override
    public Set<String> eventTypes() {
        return journal.eventTypes();
    }

    @Override
    public OptionalLong position(Receipt receipt) {
        return journal.position(receipt);
    }
}
