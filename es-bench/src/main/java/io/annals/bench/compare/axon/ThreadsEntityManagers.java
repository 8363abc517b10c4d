package io.annals.bench.compare.axon;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/** Resource-local transactions, each with an entity manager of its own, as Spring does it. */
final class ThreadsEntityManagers implements EntityManagerProvider, TransactionManager {

    private final EntityManagerFactory factory;

    @SuppressWarnings("ThreadLocalUsage") // one for each contender, and both are few
    private final ThreadLocal<@Nullable EntityManager> bound = new ThreadLocal<>();

    ThreadsEntityManagers(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public EntityManager getEntityManager() {
        EntityManager own = bound.get();
        if (own == null) {
            throw new IllegalStateException("No transaction is active");
        }
        return own;
    }

    @Override
    public Transaction startTransaction() {
        if (bound.get() != null) {
            return new Joined();
        }
        EntityManager manager = factory.createEntityManager();
        manager.getTransaction().begin();
        bound.set(manager);
        return new Own(manager);
    }

    /** A part of one that another has started and ends. */
    private static final class Joined implements Transaction {

        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    }

    private final class Own implements Transaction {

        private final EntityManager manager;

        Own(EntityManager manager) {
            this.manager = manager;
        }

        @Override
        public void commit() {
            bound.remove();
            try (manager) {
                manager.getTransaction().commit();
            }
        }

        @Override
        public void rollback() {
            bound.remove();
            try (manager) {
                manager.getTransaction().rollback();
            }
        }
    }
}
