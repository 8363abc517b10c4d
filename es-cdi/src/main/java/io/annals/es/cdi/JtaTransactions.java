package io.annals.es.cdi;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.TransactionalException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** The container's JTA transactions. */
@ApplicationScoped
class JtaTransactions implements Transactions {

    @Inject ContainerResources resources;
    @Inject NewTransaction newTransaction;
    @Inject Conflicts conflicts;

    @Override
    public <T> T required(Supplier<T> work) {
        return resources.isTransactionActive() ? joining(work) : inNew(work);
    }

    @Override
    public <T> T inNew(Supplier<T> work) {
        try {
            return newTransaction.call(work);
        } catch (Exception e) { // some containers throw the checked RollbackException past the
            // compiler
            throw unchecked(e);
        }
    }

    @Override
    public void setRollbackOnly() {
        resources.registry().setRollbackOnly();
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionSynchronizationRegistry registry = resources.registry();
        AfterCommit all = (AfterCommit) registry.getResource(AfterCommit.class);
        if (all == null) {
            all = new AfterCommit(new ArrayDeque<>());
            registry.putResource(AfterCommit.class, all);
        }
        registry.registerInterposedSynchronization(all);
        all.actions().add(action);
    }

    private <T> T joining(Supplier<T> work) {
        boolean returned = false;
        try {
            T result = work.get();
            returned = true;
            return result;
        } finally {
            if (!returned) {
                setRollbackOnly();
            }
        }
    }

    /** What the work threw, as it is; what the commit threw, in our own words. */
    private RuntimeException unchecked(Exception thrown) {
        if (thrown instanceof RuntimeException own && !(thrown instanceof TransactionalException)) {
            return own;
        }
        return Causes.first(thrown, EventSourcingException.class)
                .or(() -> conflicts.in(thrown))
                .orElseGet(
                        () ->
                                new EventSourcingException(
                                        "Could not commit the transaction. The cause says why; read the journal to see what is stored",
                                        thrown));
    }

    /**
     * What is to be done after a commit, in the order given: whichever the container calls first
     * does all of it, since some call in the opposite order. If an action fails, the next call goes
     * on behind it.
     */
    private record AfterCommit(Queue<Runnable> actions) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                for (Runnable next = actions.poll(); next != null; next = actions.poll()) {
                    next.run();
                }
            }
        }
    }
}
