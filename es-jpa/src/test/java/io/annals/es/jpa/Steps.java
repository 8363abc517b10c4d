package io.annals.es.jpa;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import io.annals.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;

/** A node in which something happens before each statement and before each commit. */
final class Steps implements Transactions {

    private static final Set<String> STATEMENTS =
            Set.of("createNativeQuery", "createQuery", "unwrap");

    private final TestDatabase database;
    private final Runnable happening;

    private Steps(TestDatabase database, Runnable happening) {
        this.database = database;
        this.happening = happening;
    }

    /** Opens the journal on such a node. */
    static JournalStorage open(
            TestDatabase database, StorageSettings settings, Runnable happening) {
        Steps steps = new Steps(database, happening);
        return new JpaStorageProvider(steps.entityManager()).open(steps, settings);
    }

    private EntityManager entityManager() {
        return (EntityManager)
                Proxy.newProxyInstance(
                        Steps.class.getClassLoader(),
                        new Class<?>[] {EntityManager.class},
                        (proxy, method, arguments) -> {
                            if (STATEMENTS.contains(method.getName())) {
                                happening.run();
                            }
                            try {
                                return method.invoke(database.em, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Override
    public <T> T required(Supplier<T> work) {
        return database.transactions.required(work);
    }

    @Override
    public <T> T inNew(Supplier<T> work) {
        return database.transactions.inNew(
                () -> {
                    T result = work.get();
                    happening.run();
                    return result;
                });
    }

    @Override
    public void setRollbackOnly() {
        database.transactions.setRollbackOnly();
    }

    @Override
    public void afterCommit(Runnable action) {
        database.transactions.afterCommit(action);
    }
}
