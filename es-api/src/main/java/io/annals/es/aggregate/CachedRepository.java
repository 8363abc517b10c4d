package io.annals.es.aggregate;

import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateCache.Taken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Updates on cached states, and does all else as another repository.
 *
 * <p>Thread-safe.
 */
final class CachedRepository<A> implements AggregateRepository<A> {

    private final AggregateDefinition<A> definition;
    private final AggregateRepository<A> repository;
    private final AggregateCache cache;

    CachedRepository(
            AggregateDefinition<A> definition,
            AggregateRepository<A> repository,
            AggregateCache cache) {
        this.definition = definition;
        this.repository = repository;
        this.cache = cache;
    }

    /** What is refused on a cached state, or decided to be nothing, is for the latest to say. */
    @Override
    public Receipt update(
            String id, ExpectedVersion expected, Function<? super A, ? extends List<?>> decision) {
        Taken<A> taken = cache.take(definition, new StreamId(definition.category(), id));
        Optional<Versioned<A>> cached =
                taken.state().filter(state -> expected.isMetBy(state.version()));
        if (cached.isEmpty()) {
            return updateLatest(taken, expected, decision);
        }
        Decision<A> decided = new Decision<>(decision);
        try {
            decided.apply(cached.get().state());
        } catch (RetryableException e) { // nothing can be done any more in this transaction
            throw e;
        } catch (Exception refusal) {
            return updateLatest(taken, expected, decision, refusal);
        }
        if (decided.events().isEmpty()) {
            return updateLatest(taken, expected, decision);
        }
        ExpectedVersion seen = ExpectedVersion.exactly(cached.get().version());
        Receipt receipt = repository.append(id, seen, decided.events());
        cache.keepAfterCommit(definition, taken, decided, receipt.version());
        return receipt;
    }

    private Receipt updateLatest(
            Taken<A> taken,
            ExpectedVersion expected,
            Function<? super A, ? extends List<?>> decision) {
        Decision<A> decided = new Decision<>(decision);
        Receipt receipt = repository.update(taken.stream().id(), expected, decided);
        cache.keepAfterCommit(definition, taken, decided, receipt.version());
        return receipt;
    }

    private Receipt updateLatest(
            Taken<A> taken,
            ExpectedVersion expected,
            Function<? super A, ? extends List<?>> decision,
            Exception refusal) {
        try {
            return updateLatest(taken, expected, decision);
        } catch (RuntimeException e) {
            if (e != refusal) {
                e.addSuppressed(refusal);
            }
            throw e;
        }
    }

    @Override
    public Optional<Versioned<A>> find(String id) {
        return repository.find(id);
    }

    @Override
    public Versioned<A> load(String id) {
        return repository.load(id);
    }

    @Override
    public Versioned<A> loadAt(String id, long version) {
        return repository.loadAt(id, version);
    }

    @Override
    public Versioned<A> loadAt(String id, Instant time) {
        return repository.loadAt(id, time);
    }

    @Override
    public Receipt append(String id, ExpectedVersion expected, List<?> events) {
        return repository.append(id, expected, events);
    }

    @Override
    public AggregateRepository<A> once(UUID command) {
        return repository.once(command);
    }

    @Override
    public Stream<String> ids() {
        return repository.ids();
    }

    @Override
    public Stream<Versioned<A>> all() {
        return repository.all();
    }
}
