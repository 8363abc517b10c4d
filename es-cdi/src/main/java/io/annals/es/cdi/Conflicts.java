package io.annals.es.cdi;

import io.annals.es.ContentionException;
import io.annals.es.RetryableException;
import io.annals.es.spi.StorageProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a transaction lost against another one, whatever the container has put around
 * the exception that says so.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
class Conflicts {

    @Inject Instance<StorageProvider> provider;

    private @Nullable StorageProvider storage;

    /**
     * The first conflict among an exception and its causes; or one that stands for an exception of
     * the database's among them, as a commit throws it.
     */
    Optional<RetryableException> in(Throwable thrown) {
        return Causes.first(thrown, RetryableException.class)
                .or(
                        () ->
                                storage().isContention(thrown)
                                        ? Optional.of(contention(thrown))
                                        : Optional.empty());
    }

    /** Asked for once: each time might make another one that lives as long as this. */
    private synchronized StorageProvider storage() {
        StorageProvider present = storage;
        if (present == null) {
            present = provider.get();
            storage = present;
        }
        return present;
    }

    private static ContentionException contention(Throwable thrown) {
        return new ContentionException(
                "Could not commit: the database gave up on serialisation, a lock or a deadlock, and has rolled the transaction back. "
                        + "Nothing was stored; try again in a new transaction",
                thrown);
    }
}
