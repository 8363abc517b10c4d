package io.annals.es;

import org.jspecify.annotations.Nullable;

/**
 * An append lost against another transaction: the same command may succeed in a new transaction, on
 * fresh state.
 */
public abstract sealed class RetryableException extends EventSourcingException
        permits WrongExpectedVersionException, ContentionException {

    private static final long serialVersionUID = 1L;

    RetryableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
