package io.annals.es.aggregate;

import io.annals.es.StreamId;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The latest states of the aggregates that were updated last, one for each stream, so that the next
 * update of one need not read its events.
 *
 * <p>Thread-safe. The journal stays the truth: what is decided on a state from here is appended at
 * the version of that state, so that one which is not the latest, because another node has
 * appended, ends in a conflict and its retry reads. A state is taken out to be decided on, and what
 * follows from it comes in after the commit, unless somebody has taken or changed that stream
 * meanwhile. So there is none of a transaction that is under way or was rolled back, and none that
 * is older than what this node is about to append.
 *
 * <p>States that {@link Apply} methods change in place are not kept, because others might hold them
 * still. What a kept state is made of are the events as they will be read: each has been written
 * and read back by the serialiser, which must write an event in the same way each time.
 *
 * <p>Versions do not tell two histories apart. Where the database may lose commits (a standby that
 * lags takes over, a backup is restored, rows are deleted), all nodes must be restarted then.
 */
public final class AggregateCache {

    private static final Logger LOG = System.getLogger(AggregateCache.class.getName());

    /** So many counts of changes; streams of one hash share theirs, and may miss to be kept. */
    private static final int STRIPES = 1 << 12;

    private final int most;
    private final Transactions transactions;
    private final EventSerializer serializer;
    private final Map<StreamId, Kept> states;
    private final long[] changes = new long[STRIPES];

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
     * @param repository does what cannot be done from the cache, over a journal that tells this
     *     cache of its appends ({@link io.annals.es.journal.TypedJournal#beforeAppends})
     */
    public <A> AggregateRepository<A> repository(
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
        if (most > 0) { // each append comes here
            remove(stream);
        }
    }

    /** Takes out what is kept of a stream, which may be nothing. */
    synchronized <A> Taken<A> take(AggregateDefinition<A> definition, StreamId stream) {
        Optional<Versioned<A>> state =
                Optional.ofNullable(remove(stream))
                        .filter(kept -> kept.definition == definition)
                        .map(kept -> definition.cast(kept.state));
        return new Taken<>(stream, state, changes[stripe(stream)]);
    }

    /**
     * Keeps the state that follows from what an update has appended: once the active transaction
     * has committed, or at once where there is none.
     *
     * @param taken what was taken for the update
     * @param decision the state that was decided on, and what was decided
     * @param version the version of the stream after that
     */
    <A> void keepAfterCommit(
            AggregateDefinition<A> definition, Taken<A> taken, Decision<A> decision, long version) {
        StreamId stream = taken.stream();
        long own = decision.events().isEmpty() ? 0 : 1;
        after(definition, decision)
                .map(state -> new Versioned<>(stream.id(), version, state))
                .map(state -> new Kept(definition, state, taken.changes() + own))
                .ifPresent(kept -> keepAfterCommit(stream, kept));
    }

    private void keepAfterCommit(StreamId stream, Kept kept) {
        transactions.required(
                () -> {
                    transactions.afterCommit(() -> keep(stream, kept));
                    return kept;
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
        } catch (RuntimeException | Error e) { // they are appended; whoever loads it will be told
            LOG.log(Level.DEBUG, "Could not apply what was appended to a " + definition.name(), e);
            return Optional.empty();
        }
    }

    private Object asRead(Object event) {
        return serializer.deserialize(serializer.serialize(event), event.getClass());
    }

    private synchronized @Nullable Kept remove(StreamId stream) {
        changes[stripe(stream)]++;
        return states.remove(stream);
    }

    private synchronized void keep(StreamId stream, Kept kept) {
        if (changes[stripe(stream)] == kept.changes) {
            states.put(stream, kept);
        }
    }

    private static int stripe(StreamId stream) {
        int hash = stream.hashCode();
        return (hash ^ hash >>> 16) & (STRIPES - 1);
    }

    /**
     * What was taken for an update.
     *
     * @param changes how often streams like this had been taken or changed then
     */
    record Taken<A>(StreamId stream, Optional<Versioned<A>> state, long changes) {}

    /**
     * The state of one stream, as one definition folds it.
     *
     * @param changes how often streams like this have been taken or changed if nobody but the
     *     update did so
     */
    private record Kept(AggregateDefinition<?> definition, Versioned<?> state, long changes) {}
}
