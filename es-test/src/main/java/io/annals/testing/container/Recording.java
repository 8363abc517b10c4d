package io.annals.testing.container;

import io.annals.es.EventJournal;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessProducer;
import jakarta.enterprise.inject.spi.Producer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The CDI extension that makes {@link EventsRecorded} possible: it notes what this application
 * commits to its journal. Name it as a service provider of the archive that is tested.
 *
 * <p>Thread-safe. It keeps where events are, not the events.
 */
public class Recording implements Extension {

    private final List<Appended> committed = new ArrayList<>();

    /** Makes one; the container does. */
    public Recording() {}

    <X> void follow(@Observes ProcessProducer<X, EventJournal> found) {
        Producer<EventJournal> original = found.getProducer();
        found.setProducer(
                new Producer<>() {
                    @Override
                    public EventJournal produce(CreationalContext<EventJournal> context) {
                        // not by the extension's bean manager, which on Payara sees no libraries
                        return new RecordedJournal(
                                original.produce(context),
                                CDI.current().select(Transactions.class).get(),
                                Recording.this);
                    }

                    @Override
                    public void dispose(EventJournal journal) {
                        original.dispose(((RecordedJournal) journal).journal());
                    }

                    @Override
                    public Set<InjectionPoint> getInjectionPoints() {
                        return original.getInjectionPoints();
                    }
                });
    }

    synchronized void add(List<Appended> appended) {
        committed.addAll(appended);
    }

    synchronized int size() {
        return committed.size();
    }

    synchronized List<Appended> since(int size) {
        return List.copyOf(committed.subList(size, committed.size()));
    }
}
