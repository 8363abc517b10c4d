package io.annals.es.messaging;

import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.TypedJournal;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.test.InMemoryStorage;
import java.util.List;
import java.util.UUID;

/** A journal in memory: it outlives the applications that follow it, as a database does. */
final class TestJournal {

    final InMemoryStorage storage = new InMemoryStorage();
    final TypedJournal journal =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(EventTypes.permittedBy(CartEvent.class)),
                    storage.transactions(),
                    () -> {});

    void append(String category, CartEvent... events) {
        append(journal, category, events);
    }

    static void append(EventJournal journal, String category, CartEvent... events) {
        journal.append(new StreamId(category, "1"), ExpectedVersion.any(), List.of(events));
    }

    /** Appends what a later version of the application might. */
    void appendUnknown(String category, String type) {
        NewEvent event = new NewEvent(UUID.randomUUID(), type, 1, new byte[] {'{', '}'});
        StreamId stream = new StreamId(category, "1");
        storage.transactions()
                .inNew(
                        () ->
                                storage.append(
                                        List.of(
                                                new StreamAppend(
                                                        stream,
                                                        ExpectedVersion.any(),
                                                        List.of(event),
                                                        Metadata.empty()))));
    }

    List<Object> events(String category) {
        return journal.read(new StreamId(category, "1")).<Object>map(EventEnvelope::event).toList();
    }

    long checkpoint(String consumer) {
        return storage.transactions().inNew(() -> storage.checkpoints().load(consumer));
    }
}
