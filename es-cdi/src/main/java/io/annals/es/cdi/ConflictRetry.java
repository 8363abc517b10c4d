package io.annals.es.cdi;

import io.annals.es.RetryableException;
import io.annals.es.spi.Tracing.Span;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Does what {@link RetryOnConflict} says. Its priority puts it outside the interceptors of the
 * transaction.
 */
@Interceptor
@RetryOnConflict
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class ConflictRetry {

    private static final Logger LOG = System.getLogger(ConflictRetry.class.getName());

    /** Doubling stops here, before a shift could overflow. */
    private static final int MAX_DOUBLINGS = 30;

    @Inject ContainerResources resources;
    @Inject Conflicts conflicts;
    @Inject FoundTracing tracing;

    /** For the container: some make a subclass in another class loader. */
    public ConflictRetry() {}

    /** Calls the method, again where that helps. */
    @AroundInvoke
    public @Nullable Object retry(InvocationContext call) throws Exception {
        return resources.isTransactionActive()
                ? callOnce(call)
                : callUntilItSucceeds(call, settings(call));
    }

    private @Nullable Object callOnce(InvocationContext call) throws Exception {
        try {
            return call.proceed();
        } catch (Exception e) {
            if (conflicts.in(e).isPresent()) {
                LOG.log(
                        Level.WARNING,
                        "@RetryOnConflict did not retry {0}: it was called in an active transaction, which the conflict"
                                + " has doomed. Put @RetryOnConflict on the method that begins the transaction",
                        name(call));
            }
            throw e;
        }
    }

    private @Nullable Object callUntilItSucceeds(InvocationContext call, RetryOnConflict settings)
            throws Exception {
        RetryableException lost = null;
        for (int attempt = 1; ; attempt++) {
            try {
                return lost == null ? call.proceed() : callAgain(call, attempt, lost);
            } catch (Exception e) {
                RetryableException conflict = conflicts.in(e).orElseThrow(() -> e);
                lost = conflict;
                if (attempt >= settings.maxAttempts()) {
                    throw conflict;
                }
                LOG.log(
                        Level.DEBUG,
                        "Try {0} of {1} lost: {2}",
                        attempt,
                        name(call),
                        conflict.getMessage());
                pause(settings, attempt, conflict);
            }
        }
    }

    private @Nullable Object callAgain(InvocationContext call, int attempt, Throwable lost)
            throws Exception {
        Span span = tracing.get().retry(name(call), attempt, lost);
        try {
            return call.proceed();
        } catch (Exception | Error e) {
            span.failed(e);
            throw e;
        } finally {
            span.close();
        }
    }

    private static void pause(RetryOnConflict settings, int attempt, RetryableException conflict) {
        long doubled = settings.backoffMillis() << Math.min(attempt - 1, MAX_DOUBLINGS);
        long longest = Math.min(doubled, settings.maxBackoffMillis());
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(Math.max(longest, 0) + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            conflict.addSuppressed(e);
            throw conflict;
        }
    }

    /** The method's own annotation, or else that of the bean's class. */
    private static RetryOnConflict settings(InvocationContext call) {
        RetryOnConflict onMethod = call.getMethod().getAnnotation(RetryOnConflict.class);
        if (onMethod != null) {
            return onMethod;
        }
        RetryOnConflict onClass = call.getTarget().getClass().getAnnotation(RetryOnConflict.class);
        // A stereotype brought the interceptor here: the defaults, as they stand on this class.
        return onClass != null ? onClass : ConflictRetry.class.getAnnotation(RetryOnConflict.class);
    }

    private static String name(InvocationContext call) {
        Method method = call.getMethod();
        return method.getDeclaringClass().getName() + "." + method.getName() + "()";
    }
}
