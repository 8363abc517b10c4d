package io.annals.es.cdi;

import io.annals.es.ContentionException;
import io.annals.es.RetryableException;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import jakarta.transaction.Transactional;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls a business method again when it lost against another transaction: a {@link
 * RetryableException}, alone or as a cause, also when it comes out of the commit; or an exception
 * of the database's by which it has rolled the transaction back because of a serialisation failure,
 * a lock time-out or a deadlock, whichever statement met that, or the commit.
 *
 * <p>It sits outside {@link Transactional}, so on a method that has both, each try is a new
 * transaction, which reads fresh state. After the last try the last {@link RetryableException}
 * itself is thrown, or a {@link ContentionException} in place of the database's exception. All
 * other exceptions pass at once and as they are. The method must be fit to be called again: what it
 * did outside the transaction is not undone.
 *
 * <p>Where a transaction is active already when the method is called, the conflict has doomed that
 * transaction and no retry can help: the method is called once, a warning names it, and the
 * exception passes as it is. Put the annotation on the method that begins the transaction. The
 * container begins the transaction of a session bean before any interceptor is called: retry in the
 * bean that calls it.
 *
 * <p>Not retried: a serialisation failure that the database tells only at the commit, on servers
 * whose transaction manager does not pass the database's exception on. So it is on Payara 6, which
 * keeps its text alone; the container's exception passes as it is, and nothing is stored.
 * PostgreSQL fails so in transactions of isolation SERIALIZABLE, not in those of READ COMMITTED.
 *
 * <p>Works on methods and classes of all beans, without an entry in {@code beans.xml}. A method's
 * annotation replaces that of its class.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RetryOnConflict {

    /** How often the method is called at most, the first call included; from 1. */
    @Nonbinding
    int maxAttempts() default 5;

    /**
     * The longest pause before the second try, in milliseconds, from 0; it doubles with each
     * further try, up to {@link #maxBackoffMillis()}. The actual pause is a random part of it, so
     * that rivals drift apart.
     */
    @Nonbinding
    long backoffMillis() default 20;

    /** The longest pause before any try, in milliseconds. */
    @Nonbinding
    long maxBackoffMillis() default 1_000;
}
