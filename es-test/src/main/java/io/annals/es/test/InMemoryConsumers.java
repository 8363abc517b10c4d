package io.annals.es.test;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.StoredConsumer;
import java.util.List;
import java.util.Optional;

/** What the reference storage keeps of consumers. */
final class InMemoryConsumers implements ConsumerStore {

    private final InMemoryRows<String, StoredConsumer> rows;

    InMemoryConsumers(InMemoryTransactions transactions) {
        this.rows = new InMemoryRows<>(transactions);
    }

    @Override
    public List<StoredConsumer> all() {
        return List.copyOf(rows.all().values());
    }

    @Override
    public Optional<StoredConsumer> find(String name) {
        return rows.find(name);
    }

    @Override
    public void create(StoredConsumer consumer) {
        if (rows.lock(consumer.name()).isPresent()) {
            throw new EventSourcingException(
                    "Could not store consumer %s: there is one of that name"
                            .formatted(consumer.name()));
        }
        rows.put(consumer.name(), consumer);
    }

    @Override
    public void change(StoredConsumer changed) {
        if (rows.lock(changed.name())
                .filter(present -> present.revision() == changed.revision())
                .isEmpty()) {
            throw new ContentionException(
                    "Could not change consumer %s: somebody else has, since revision %d. Read it again"
                            .formatted(changed.name(), changed.revision()),
                    null);
        }
        rows.put(changed.name(), changed.next());
    }

    /** Not with others at the same time, as databases may do it. */
    @Override
    public boolean share(String name) {
        return lock(name);
    }

    @Override
    public boolean lock(String name) {
        return rows.lock(name).isPresent();
    }

    @Override
    public void remove(String name) {
        if (rows.lock(name).isPresent()) {
            rows.remove(name);
        }
    }
}
