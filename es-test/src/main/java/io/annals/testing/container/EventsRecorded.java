package io.annals.testing.container;

import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.StreamId;
import io.annals.es.consumer.ConsumerBehindException;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.UnknownConsumerException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/**
 * The events that this application has committed since this was injected, which is, in a class of
 * tests, since the test began: {@code @Inject EventsRecorded recorded}.
 *
 * <p>In the order of their commits, and at once: it does not wait until events have a position.
 * What other nodes commit is not recorded. A repeated append, as by {@link
 * io.annals.es.aggregate.AggregateRepository#once}, counts as often as it is sent.
 *
 * <p>Needs {@link Recording} as an extension of the archive. Thread-safe.
 */
@Dependent
public class EventsRecorded {

    private final EventJournal journal;
    private final Consumers consumers;
    private final Recording recording;
    private final int begin;

    /** Begins to record; the container makes it. */
    @Inject
    public EventsRecorded(EventJournal journal, Consumers consumers, Recording recording) {
        this.journal = journal;
        this.consumers = consumers;
        this.recording = recording;
        this.begin = recording.size();
    }

    /** All of them. */
    public List<EventEnvelope<Object>> all() {
        return recording.since(begin).stream()
                .flatMap(
                        appended ->
                                journal.read(appended.receipt().stream(), appended.before())
                                        .takeWhile(
                                                event ->
                                                        event.version()
                                                                <= appended.receipt().version()))
                .toList();
    }

    /** Those of a stream. */
    public List<Object> in(StreamId stream) {
        return all().stream()
                .filter(event -> event.stream().equals(stream))
                .map(EventEnvelope::event)
                .toList();
    }

    /** Those of a type, which may be a sealed one over event classes. */
    public <E> List<E> of(Class<E> type) {
        return all().stream()
                .map(EventEnvelope::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /**
     * Waits until a consumer has handled all of them: to look at its view then.
     *
     * @param consumer its name, as {@link Consumers} takes it
     * @param timeout how long at most, for each append
     * @throws ConsumerBehindException if the time is over
     * @throws UnknownConsumerException if there is no such consumer
     */
    public void awaitCaughtUp(String consumer, Duration timeout) {
        recording
                .since(begin)
                .forEach(
                        appended -> consumers.awaitCaughtUp(consumer, appended.receipt(), timeout));
    }
}
