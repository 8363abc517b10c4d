package io.annals.es.aggregate;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Applies one type of event.
 *
 * @param handle from the state before and the event to the state after
 * @param makesFirstState whether the state before must be missing, and is not looked at
 */
record Applier(MethodHandle handle, boolean makesFirstState) {

    Object apply(@Nullable Object state, Object event) throws Throwable {
        Object next = (Object) handle.invokeExact(state, event);
        if (next == null) {
            throw new NullPointerException("the method returned null instead of a state");
        }
        return next;
    }
}
