package io.annals.testing.container;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.EventParts;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.Transactions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The application's journal, whose commits are noted. */
record RecordedJournal(EventJournal journal, Transactions transactions, Recording recording)
        implements EventJournal {

    @Override
    public List<Receipt> append(List<Append> appends) {
        return transactions.required(
                () -> {
                    List<Receipt> receipts = journal.append(appends);
                    List<Appended> appended =
                            IntStream.range(0, appends.size())
                                    .mapToObj(
                                            each ->
                                                    Appended.of(
                                                            appends.get(each), receipts.get(each)))
                                    .toList();
                    transactions.afterCommit(() -> recording.add(appended));
                    return receipts;
                });
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
