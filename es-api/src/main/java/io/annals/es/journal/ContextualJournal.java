package io.annals.es.journal;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventJournal;
import io.annals.es.EventParts;
import io.annals.es.EventSourcingException;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.Tracing;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Another journal, whose appended events tell of the circumstances: what the append itself says,
 * the event that is being handled and the span, and what providers say; the earlier of these
 * prevail.
 *
 * <p>Thread-safe.
 */
public final class ContextualJournal implements EventJournal {

    private final EventJournal journal;
    private final List<MetadataSource> sources;
    private final Tracing tracing;

    /**
     * Puts circumstances before a journal.
     *
     * @param sources of metadata; the later ones prevail
     * @param tracing is told of the appends
     */
    public ContextualJournal(EventJournal journal, List<MetadataSource> sources, Tracing tracing) {
        this.journal = journal;
        this.sources = List.copyOf(sources);
        this.tracing = tracing;
    }

    /**
     * {@inheritDoc}
     *
     * @throws EventSourcingException if a provider of metadata throws, or says what cannot be
     *     stored; the message names it
     */
    @Override
    public List<Receipt> append(List<Append> appends) {
        return tracing.append(appends).around(() -> appendWithin(appends));
    }

    private List<Receipt> appendWithin(List<Append> appends) {
        Metadata known = circumstances();
        return journal.append(
                known.entries().isEmpty()
                        ? appends
                        : appends.stream().map(append -> append.withMetadata(known)).toList());
    }

    private Metadata circumstances() {
        Metadata known = HandledEvent.current().map(Metadata::causedBy).orElseGet(Metadata::empty);
        String trace = tracing.context();
        if (!trace.isEmpty()) {
            known = known.with(Metadata.TRACEPARENT, trace);
        }
        Metadata provided = Metadata.empty();
        for (MetadataSource source : sources) {
            provided = source.metadata().orElse(provided);
        }
        return known.orElse(provided);
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
