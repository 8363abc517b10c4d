package io.annals.es.cdi.startup;

import io.annals.es.Append;
import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.EventSourcingException;
import io.annals.es.aggregate.AggregateCache;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.aggregate.JournalRepository;
import io.annals.es.cdi.FoundTracing;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.cdi.discovery.KnownAggregates;
import io.annals.es.cdi.discovery.RepositoryFactory;
import io.annals.es.cdi.metadata.MetadataSources;
import io.annals.es.cdi.projection.Projections;
import io.annals.es.evolution.Upcaster;
import io.annals.es.inline.InlineProjections;
import io.annals.es.inspection.InspectedJournal;
import io.annals.es.journal.AppendParticipant;
import io.annals.es.journal.ContextualJournal;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedJournal;
import io.annals.es.metrics.Meters;
import io.annals.es.snapshot.SnapshotCounts;
import io.annals.es.snapshot.Snapshotter;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.PayloadText;
import io.annals.es.spi.StorageProvider;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Puts the journal together from the application's beans: when it is first used, and at the latest
 * when the application starts.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
class JournalAssembly implements RepositoryFactory {

    @Inject Instance<StorageProvider> provider;
    @Inject Instance<EventSerializer> serializer;
    @Inject Instance<EventFormat> formats;
    @Inject @Any Instance<Upcaster<?>> upcasters;
    @Inject @Any Instance<PayloadText> texts;
    @Inject Transactions transactions;
    @Inject KnownAggregates aggregates;
    @Inject Projections projections;
    @Inject MetadataSources metadata;
    @Inject FoundTracing tracing;

    @Inject RunningEngine running;

    private final Meters meters = new Meters(() -> running.get(), this::snapshotCounts);
    private @Nullable JournalStorage storage;
    private volatile @Nullable EventSerializer events;
    private volatile @Nullable Evolution evolution;
    private @Nullable InlineProjections inline;
    private @Nullable AggregateCache cache;
    private @Nullable Snapshotter snapshotter;
    private volatile Runnable wake = () -> {};

    /** The journal that applications inject. */
    @Produces
    @ApplicationScoped
    EventJournal journal() {
        TypedJournal journal = typedJournal();
        return meters.measure(
                new ContextualJournal(
                        projections.areInline() ? journal.with(new Late(this::inline)) : journal,
                        metadata.all(),
                        tracing.get()));
    }

    /** What a console looks at. */
    @Produces
    InspectedJournal inspected() {
        return new InspectedJournal(
                this::storage,
                events(),
                aggregates::eventTypes,
                texts.stream().toList(),
                () -> running.get());
    }

    /** What serialisers of JSON make of fields. */
    @Produces
    static FieldRules fields() {
        return Settings.current().fields();
    }

    /** The projections that are part of this journal's appends. */
    @Produces
    synchronized InlineProjections inline() {
        InlineProjections present = inline;
        if (present == null) {
            present =
                    new InlineProjections(
                            typedJournal(), storage(), transactions, projections.inline());
            inline = present;
        }
        return present;
    }

    @Override
    public <A> AggregateRepository<A> repository(
            AggregateDefinition<A> definition, EventJournal journal) {
        return cache().repository(
                        definition,
                        new JournalRepository<>(definition, journal, snapshotter().of(definition))
                                .with(tracing.get()));
    }

    /** Takes the snapshots of all aggregates. */
    Snapshotter snapshotter() {
        EventSerializer needed = serializer.get();
        synchronized (this) {
            Snapshotter present = snapshotter;
            if (present == null) {
                Config config = ConfigProvider.getConfig();
                present =
                        new Snapshotter(
                                () -> storage().snapshots(),
                                this::typedJournal,
                                needed,
                                transactions,
                                aggregate -> AggregateSettings.policy(config, aggregate),
                                Settings.current().snapshots(),
                                tracing.get());
                snapshotter = present;
            }
            return present;
        }
    }

    /** What this node measures. */
    @Produces
    Meters meters() {
        return meters;
    }

    private synchronized Optional<SnapshotCounts> snapshotCounts() {
        return Optional.ofNullable(snapshotter).map(Snapshotter::counts);
    }

    /** What repositories keep of the aggregates that were updated last. */
    private AggregateCache cache() {
        EventSerializer needed = events();
        synchronized (this) {
            AggregateCache present = cache;
            if (present == null) {
                present =
                        new AggregateCache(
                                Settings.current().cachedAggregates(), transactions, needed);
                cache = present;
            }
            return present;
        }
    }

    /** Each event in the format that covers its class, or else as the one serialiser does it. */
    private EventSerializer events() {
        EventSerializer present = events;
        if (present == null) {
            present = EventFormats.of(serializer.get(), formats);
            events = present;
        }
        return present;
    }

    /**
     * Checks that there is one way to write each event.
     *
     * @throws DefinitionException if two formats cover a class
     */
    void requireFormats() {
        EventSerializer events = events();
        EventTypes types = aggregates.eventTypes();
        types.names().forEach(name -> types.classOf(name).ifPresent(events::mediaType));
    }

    /** A view of the storage that knows the application's events. */
    TypedJournal typedJournal() {
        return new TypedJournal(
                        storage(), events(), aggregates::eventTypes, transactions, () -> wake.run())
                .upcasting(evolution())
                .beforeAppends(cache()::forget);
    }

    /**
     * The upcasters among the application's beans.
     *
     * @throws DefinitionException if they do not fit together
     */
    private Evolution evolution() {
        Evolution present = evolution;
        if (present == null) {
            present = Evolution.of(upcasters.stream().toList(), events());
            evolution = present;
        }
        return present;
    }

    /**
     * Makes sure that what the journal holds can be read.
     *
     * @throws DefinitionException if the upcasters do not fit together or to what is stored
     */
    void requireReadable() {
        evolution().requireReadable(storage().storedRevisions(), aggregates.eventTypes());
    }

    /**
     * The storage, opened once.
     *
     * @throws EventSourcingException if it cannot keep its promises here, or its schema is missing
     */
    synchronized JournalStorage storage() {
        JournalStorage open = storage;
        if (open == null) {
            open = provider.get().open(transactions, Settings.current().storage());
            storage = open;
        }
        return open;
    }

    /** Ends the taking of snapshots, and closes the storage, if it is open. */
    void close() {
        Optional.ofNullable(endedSnapshotter()).ifPresent(Snapshotter::close);
        closeStorage();
    }

    private synchronized @Nullable Snapshotter endedSnapshotter() {
        Snapshotter ended = snapshotter;
        snapshotter = null;
        return ended;
    }

    private synchronized void closeStorage() {
        JournalStorage open = storage;
        if (open != null) {
            storage = null;
            inline = null;
            open.close();
        }
    }

    /** Makes the beans of projections when they are needed: making them may need the journal. */
    private record Late(Supplier<InlineProjections> inline) implements AppendParticipant {

        @Override
        public boolean joins(List<Append> appends) {
            return inline.get().joins(appends);
        }

        @Override
        public void stored(EventEnvelope<?> event) {
            inline.get().stored(event);
        }
    }

    /** Sets what is done after each commit of an append. */
    void wakeBy(Runnable wake) {
        this.wake = wake;
    }
}
