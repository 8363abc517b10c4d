package io.annals.es.aggregate;

import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest states of the aggregates that were updated last, so that the next update of one need
 * not read its events.
 *
 * <p>Thread-safe. The journal stays the truth: what is decided on a state from here is appended at
 * the version of that state, so that one which is not the latest, because another node has appended
 * or because two commits were told in another order than they took place, ends in a conflict and
 * its retry reads. A state is taken out to be decided on, and what follows from it comes in after
 * the commit, so there is none of a transaction that is under way or was rolled back.
 *
 * <p>States that {@link Apply} methods change in place are not kept, because others might hold them
 * still. What a kept state is made of are the events as they will be read: each has been written
 * and read back by the serialiser.
 *
 * <p>Versions do not tell two histories apart. Where the database may lose commits (a standby that
 * lags takes over, a backup is restored, rows are deleted), all nodes must be restarted then.
 */
public final class AggregateCache {

    private static final Logger LOG = System.getLogger(AggregateCache.class.getName());

    private final int most;
    private final Transactions transactions;
    private final EventSerializer serializer;
    private final Map<StreamId, Kept> states;

    /**
     * Makes an empty cache.
     *
     * @param most how many states it keeps, those that were updated last; 0 for none
     */
    public AggregateCache(int most, Transactions transactions, EventSerializer serializer) {
        if (most < 0) {
            throw new IllegalArgumentException(
                    "Could not make a cache of %d aggregates. Expected 0 or more".formatted(most));
        }
        this.most = most;
        this.transactions = transactions;
        this.serializer = serializer;
        this.states =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<StreamId, Kept> eldest) {
                        return size() > most;
                    }
                };
    }

    /**
     * A repository whose updates use this cache.
     *
     * @param definition one object for all repositories of its class, which share what is kept
     * @param repository writes a journal that tells this cache of its appends ({@link
     *     io.annals.es.journal.TypedJournal#beforeAppends})
     * @return the given one where nothing would be kept
     */
    public <A> AggregateRepository<A> over(
            AggregateDefinition<A> definition, AggregateRepository<A> repository) {
        return most == 0 || definition.mutates()
                ? repository
                : new CachedRepository<>(definition, repository, this);
    }

    /**
     * Takes out what is kept of a stream, because it is being changed: what is decided next in that
     * transaction must be decided on what it has appended.
     */
    public void forget(StreamId stream) {
        remove(stream);
    }

    <A> Optional<Versioned<A>> take(AggregateDefinition<A> definition, StreamId stream) {
        return Optional.ofNullable(remove(stream))
                .filter(kept -> kept.definition == definition)
                .map(kept -> definition.cast(kept.state));
    }

    /**
     * Updates in the active transaction, or in one of its own, and keeps the state that follows
     * once that has committed.
     *
     * @param decision the state that was decided on, and what was decided
     */
    <A> Receipt update(
            AggregateDefinition<A> definition,
            StreamId stream,
            Decision<A> decision,
            Supplier<Receipt> update) {
        return transactions.required(
                () -> {
                    Receipt receipt = update.get();
                    after(definition, decision)
                            .map(state -> new Versioned<>(stream.id(), receipt.version(), state))
                            .map(state -> new Kept(definition, state))
                            .ifPresent(kept -> transactions.afterCommit(() -> keep(stream, kept)));
                    return receipt;
                });
    }

    /** Nothing where a state has become the next one by being changed. */
    private <A> Optional<A> after(AggregateDefinition<A> definition, Decision<A> decision) {
        A state = decision.state();
        try {
            for (Object event : decision.events()) {
                A next = definition.apply(state, asRead(event));
                if (next == state) {
                    return Optional.empty();
                }
                state = next;
            }
            return Optional.ofNullable(state);
        } catch (RuntimeException e) { // whoever loads it will be told
            LOG.log(Level.DEBUG, "Could not apply what was appended to a " + definition.name(), e);
            return Optional.empty();
        }
    }

    private Object asRead(Object event) {
        return serializer.deserialize(serializer.serialize(event), event.getClass());
    }

    private synchronized @Nullable Kept remove(StreamId stream) {
        return states.remove(stream);
    }

    private synchronized void keep(StreamId stream, Kept kept) {
        Kept other = states.remove(stream);
        boolean later = other != null && other.state.version() > kept.state.version();
        states.put(stream, later ? other : kept);
    }

    /** The state of one stream, as one definition folds it. */
    private record Kept(AggregateDefinition<?> definition, Versioned<?> state) {}
}
