package io.annals.es.aggregate;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Applies one type of event.
 *
 * @param handle from the state before and the event to the state after
 * @param makesFirstState whether the state before must be missing; else it must be there
 * @param mutates whether the state after is the one before, changed
 */
record Applier(MethodHandle handle, boolean makesFirstState, boolean mutates) {

    Object apply(@Nullable Object state, Object event) throws Throwable {
        if (makesFirstState && state != null) {
            throw new NotApplicable(
                    "its @Apply method is static and makes the first state, but there is one already");
        }
        if (!makesFirstState && state == null) {
            throw new NotApplicable(
                    "no earlier event made a state. Make its @Apply method static, or add one that is");
        }
        Object next = (Object) handle.invokeExact(state, event);
        if (next == null) {
            throw new NotApplicable("its @Apply method returned null instead of a state");
        }
        return next;
    }
}
