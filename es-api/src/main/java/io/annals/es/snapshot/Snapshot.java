package io.annals.es.snapshot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says when snapshots of an aggregate are taken: when any of what is set here applies. Without this
 * annotation there are none.
 *
 * <p>The state is written and read by the application's serialiser, and must come back equal, with
 * all its fields: a record does where its components do, another class needs {@code equals}. Of a
 * state that does not there is no snapshot. What a snapshot was made of is known by the class files
 * of the aggregate, its fields, its events and the upcasters: where one of them has changed, older
 * snapshots are not used any more. Code elsewhere that {@code @Apply} methods call is not seen;
 * {@link #revision()} stands for it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Snapshot {

    /** Not by this. */
    int UNSET = -1;

    /** When at least so many events have been added since the last snapshot. */
    int every() default UNSET;

    /** When a fold has lasted for at least so many milliseconds. */
    int afterMillis() default UNSET;

    /** When an event of one of these classes was appended. */
    Class<?>[] on() default {};

    /** To be raised when folds give another result because of code outside of these classes. */
    int revision() default 1;
}
