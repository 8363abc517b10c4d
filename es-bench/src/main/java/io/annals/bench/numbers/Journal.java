package io.annals.bench.numbers;

import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Settled;
import io.annals.es.spi.StreamAppend;
import java.util.List;

/** The journal, while nobody asks how far it is settled. */
record Journal(JournalStorage storage) implements Table {

    @Override
    public void append(StreamId stream, long version, List<NewEvent> events) {
        ExpectedVersion expected =
                version == 0 ? ExpectedVersion.noStream() : ExpectedVersion.exactly(version);
        storage.append(List.of(new StreamAppend(stream, expected, events, Metadata.empty())));
    }

    /** Asks until nothing waits; returns the last position. */
    long settleAll() {
        Settled settled = storage.settledUpTo();
        while (settled.waiting()) {
            settled = storage.settledUpTo();
        }
        return settled.position();
    }
}
