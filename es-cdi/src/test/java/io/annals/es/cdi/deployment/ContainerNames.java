package io.annals.es.cdi.deployment;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.NamingManager;

/** The names that a Jakarta EE container has under {@code java:comp}. */
public final class ContainerNames {

    private static final List<Thread> THREADS = new CopyOnWriteArrayList<>();
    private static volatile boolean isJakartaEe = true;
    private static final Map<String, Object> NAMES =
            Map.of(
                    "java:comp/TransactionSynchronizationRegistry",
                    new TransactionSynchronizationRegistryImple(),
                    "java:/TransactionManager",
                    TransactionManager.transactionManager(),
                    "java:comp/DefaultManagedThreadFactory",
                    threads());

    private ContainerNames() {}

    /** The transactions of this JVM. */
    public static TransactionSynchronizationRegistry transactions() {
        return new TransactionSynchronizationRegistryImple();
    }

    /** Makes threads that {@link #livingThreads} tells. */
    public static ThreadFactory threads() {
        return ContainerNames::newThread;
    }

    /** Leaves nothing under {@code java:comp} until it is closed. */
    public static Missing none() {
        isJakartaEe = false;
        return () -> isJakartaEe = true;
    }

    /** The names while they are not there. */
    public interface Missing extends AutoCloseable {
        @Override
        void close();
    }

    /** The threads that were made by the managed factory and are alive. */
    public static List<Thread> livingThreads() {
        return THREADS.stream().filter(Thread::isAlive).toList();
    }

    static synchronized void bind() {
        if (!NamingManager.hasInitialContextFactoryBuilder()) {
            try {
                NamingManager.setInitialContextFactoryBuilder(
                        environment -> factory -> new Names());
            } catch (NamingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work);
        THREADS.add(thread);
        return thread;
    }

    private static final class Names extends InitialContext {

        Names() throws NamingException {
            super(true);
        }

        @Override
        public Object lookup(String name) throws NamingException {
            Object found = NAMES.get(name);
            if (found == null || !isJakartaEe && name.startsWith("java:comp/")) {
                throw new NameNotFoundException(name);
            }
            return found;
        }
    }
}
