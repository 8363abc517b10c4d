package io.annals.es;

import org.jspecify.annotations.Nullable;

/**
 * The database gave up on a deadlock, a lock time-out or a serialisation failure, or another
 * transaction was storing the same event ids; nothing was stored, and the transaction can only be
 * rolled back. A retry in a new transaction may succeed.
 */
public final class ContentionException extends RetryableException {

    private static final long serialVersionUID = 1L;

    /** Says what could not be done, with the database's own exception as the cause. */
    public ContentionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
