package io.annals.es.inline;

import io.annals.es.Append;
import io.annals.es.ContentionException;
import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.RetryableException;
import io.annals.es.consumer.Consumers;
import io.annals.es.journal.AppendParticipant;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The inline projections of an application: part of its appends.
 *
 * <p>Thread-safe. One that has never been built is, once for all nodes: by {@link #open}, or by the
 * first append that comes earlier.
 */
public final class InlineProjections implements AppendParticipant {

    private static final Logger LOG = System.getLogger(InlineProjections.class.getName());
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final ThreadLocal<Boolean> HANDLING = new ThreadLocal<>();

    private final JournalStorage storage;
    private final Transactions transactions;
    private final Rebuild rebuild;
    private final List<InlineProjection> projections;
    private final Set<String> built = ConcurrentHashMap.newKeySet();

    /**
     * Puts inline projections over a storage.
     *
     * @param journal reads events; its own appends tell these projections nothing
     */
    public InlineProjections(
            TypedJournal journal,
            JournalStorage storage,
            Transactions transactions,
            Collection<InlineProjection> projections) {
        this.storage = storage;
        this.transactions = transactions;
        this.rebuild = new Rebuild(journal, storage, transactions);
        this.projections =
                projections.stream().sorted(Comparator.comparing(InlineProjection::name)).toList();
    }

    /**
     * Builds the views that have never been built, or waits until another node has.
     *
     * @throws RuntimeException what a handler throws; nothing of that view is stored then
     */
    public void open() {
        projections.forEach(this::awaitBuilt);
    }

    /** Databases give up waiting for another node's transaction, which may take much longer. */
    private void awaitBuilt(InlineProjection projection) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!built.contains(projection.name())) {
            try {
                requireBuilt(projection);
            } catch (RetryableException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LOG.log(
                        Level.INFO,
                        "Waits for another transaction to build the view of inline projection {0}",
                        projection.name());
            }
        }
    }

    /**
     * Compares what is stored of inline projections with this application.
     *
     * @param following the names of the consumers that this application is to start
     * @throws DefinitionException if one of them has been an inline projection until now
     */
    public void requireInline(Collection<String> following) {
        List<String> stored =
                transactions.inNew(() -> storage.consumers().all()).stream()
                        .filter(StoredConsumer::isInline)
                        .map(StoredConsumer::name)
                        .filter(name -> !contains(name))
                        .toList();
        for (String name : stored) {
            if (following.contains(name)) {
                throw new DefinitionException(
                        "The projection %s was inline until now, and its view has been kept by appends. Give it another version and another view"
                                .formatted(name));
            }
            LOG.log(
                    Level.WARNING,
                    "This application does not have the inline projection {0}, so what it appends is missing in its view. If others have it still, reset it when all nodes do; else retire it",
                    name);
        }
    }

    /** These and all others: for applications. */
    public Consumers among(Consumers following) {
        return new InlineConsumers(following, this, storage, transactions);
    }

    /** Whether there is one of this name and version, as {@code names-1}. */
    public boolean contains(String name) {
        return projections.stream().anyMatch(projection -> projection.name().equals(name));
    }

    /**
     * Empties the view of one and builds it anew from all stored events, in one transaction of its
     * own; appends of its categories wait meanwhile.
     *
     * @param name its name and version, as {@code names-1}
     * @throws IllegalArgumentException if there is none of that name
     * @throws EventSourcingException if it has no {@link io.annals.es.projection.OnReset} method
     * @throws RuntimeException what a handler throws; the view stays as it was then
     */
    public Rebuilt rebuild(String name) {
        InlineProjection projection =
                projections.stream()
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "Could not rebuild %s: there is no inline projection of that name, only %s"
                                                        .formatted(name, names())));
        if (!projection.definition().hasReset()) {
            throw new EventSourcingException(
                    "Could not rebuild inline projection %s: %s has no @OnReset method that empties its view. Add one, or give it another version and another view"
                            .formatted(name, projection.definition().projectionClass().getName()));
        }
        requireBuilt(projection);
        return handling(() -> rebuild.again(projection));
    }

    @Override
    public boolean joins(List<Append> appends) {
        if (HANDLING.get() != null) {
            throw new EventSourcingException(
                    "Could not append to %s: an inline projection is handling an event on this thread, and would append again whenever its view is rebuilt. Append in the command, or in a projection that follows"
                            .formatted(appends.stream().map(Append::stream).toList()));
        }
        List<InlineProjection> wanting =
                projections.stream()
                        .filter(projection -> appends.stream().anyMatch(projection::wants))
                        .toList();
        wanting.forEach(
                this::requireBuilt); // before anything is locked: it has another transaction
        wanting.forEach(this::share);
        return !wanting.isEmpty();
    }

    @Override
    public void stored(EventEnvelope<?> event) {
        handling(
                () -> {
                    projections.stream()
                            .filter(projection -> projection.wants(event))
                            .forEach(projection -> projection.handle(event));
                    return true;
                });
    }

    private void share(InlineProjection projection) {
        if (!storage.consumers().share(projection.name())) {
            built.remove(projection.name());
            throw new ContentionException(
                    "Could not append: inline projection %s has been removed from es_consumer. Try again in a new transaction, which builds its view"
                            .formatted(projection.name()),
                    null);
        }
    }

    private void requireBuilt(InlineProjection projection) {
        if (!built.contains(projection.name())) {
            if (!isStored(projection)) {
                build(projection);
            }
            built.add(projection.name());
        }
    }

    private void build(InlineProjection projection) {
        try {
            handling(() -> rebuild.first(projection));
        } catch (RuntimeException e) {
            if (!isStored(projection)) { // else another node or thread was faster
                throw e;
            }
        }
    }

    private boolean isStored(InlineProjection projection) {
        Optional<StoredConsumer> stored =
                transactions.inNew(() -> storage.consumers().find(projection.name()));
        if (stored.isPresent() && !stored.get().isInline()) {
            throw new DefinitionException(
                    "The projection %s is inline now, and the view of %s was kept by following the journal until now. Give it another version and another view"
                            .formatted(
                                    projection.definition().projectionClass().getName(),
                                    projection.name()));
        }
        return stored.isPresent();
    }

    private List<String> names() {
        return projections.stream().map(InlineProjection::name).toList();
    }

    private static <T> T handling(Supplier<T> work) {
        HANDLING.set(true);
        try {
            return work.get();
        } finally {
            HANDLING.remove();
        }
    }
}
