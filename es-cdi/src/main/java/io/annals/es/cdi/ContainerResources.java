package io.annals.es.cdi;

import io.annals.es.EventSourcingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * What the container lends us by its standard JNDI names, or by beans where it has no such names,
 * as Quarkus and Helidon; looked up at first use, because {@code java:comp} is not there while the
 * application is being deployed.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class ContainerResources {

    private static final Logger LOG = System.getLogger(ContainerResources.class.getName());

    @Inject Instance<TransactionSynchronizationRegistry> registries;
    @Inject Instance<ThreadFactory> factories;

    private volatile @Nullable TransactionSynchronizationRegistry registry;

    /** Tells whether the calling thread is in a transaction, of whatever state. */
    boolean isTransactionActive() {
        return registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** The container's view of the current transaction. */
    TransactionSynchronizationRegistry registry() {
        TransactionSynchronizationRegistry found = registry;
        if (found == null) {
            found =
                    lookUp(
                            "java:comp/TransactionSynchronizationRegistry",
                            TransactionSynchronizationRegistry.class,
                            registries);
            registry = found;
        }
        return found;
    }

    /** Makes threads in which the application's beans, names and transactions work. */
    public ThreadFactory threads() {
        return lookUp("java:comp/DefaultManagedThreadFactory", ThreadFactory.class, factories);
    }

    @SuppressWarnings("BanJNDI") // the names are constants, never data
    private static <T> T lookUp(String name, Class<T> type, Instance<T> beans) {
        try {
            return type.cast(InitialContext.doLookup(name));
        } catch (NamingException e) {
            if (beans.isResolvable()) {
                LOG.log(Level.INFO, "There is no {0}: using the bean of {1}", name, type);
                return beans.get();
            }
            throw new EventSourcingException(
                    "Could not look up %s. It is there in a started Jakarta EE application, not while it is being deployed; use the journal after start-up. Outside of Jakarta EE make a bean of type %s"
                            .formatted(name, type.getName()),
                    e);
        }
    }
}
