package io.annals.es.cdi;

import io.annals.es.EventSourcingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Runs work in a transaction that the container begins and ends. */
@ApplicationScoped
class NewTransaction {

    @Inject ContainerResources resources;

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public <T> T call(Supplier<T> work) {
        T result = work.get();
        // The container would roll back and yet return the result, as if nothing had happened.
        if (resources.registry().getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new EventSourcingException(
                    "Could not commit: the transaction was marked rollback-only, so it is rolled back. "
                            + "See the log for the error before, and do the work again in a new transaction");
        }
        return result;
    }
}
