package io.annals.testing;

import com.arjuna.ats.arjuna.common.CoordinatorEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import io.annals.es.spi.Transactions;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Transactions by Narayana, as a container would run them. */
public final class JtaTransactions implements Transactions {

    static {
        arjPropertyManager
                .getObjectStoreEnvironmentBean()
                .setObjectStoreType("com.arjuna.ats.internal.arjuna.objectstore.VolatileStore");
        CoordinatorEnvironmentBean coordinator = arjPropertyManager.getCoordinatorEnvironmentBean();
        coordinator.setDefaultTimeout(600);
        coordinator.setTransactionStatusManagerEnable(false);
    }

    public final TransactionManager manager =
            com.arjuna.ats.jta.TransactionManager.transactionManager();
    public final TransactionSynchronizationRegistry registry =
            new com.arjuna.ats.internal.jta.transaction.arjunacore
                    .TransactionSynchronizationRegistryImple();

    @Override
    public <T> T required(Supplier<T> work) {
        return registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION
                ? inNew(work)
                : work.get();
    }

    @Override
    public <T> T inNew(Supplier<T> work) {
        try {
            Transaction outer = manager.suspend();
            try {
                manager.begin();
                T result;
                try {
                    result = work.get();
                } catch (RuntimeException | Error e) {
                    manager.rollback();
                    throw e;
                }
                manager.commit();
                return result;
            } finally {
                if (outer != null) {
                    manager.resume(outer);
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The transaction did not commit", e);
        }
    }

    @Override
    public void setRollbackOnly() {
        try {
            manager.setRollbackOnly();
        } catch (SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        AfterCommit all = (AfterCommit) registry.getResource(AfterCommit.class);
        if (all == null) {
            all = new AfterCommit(new ArrayList<>());
            registry.putResource(AfterCommit.class, all);
            registry.registerInterposedSynchronization(all);
        }
        all.actions().add(action);
    }

    /** In the order given; Narayana's is the opposite. */
    private record AfterCommit(List<Runnable> actions) implements Synchronization {
        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                actions.forEach(Runnable::run);
            }
        }
    }
}
