package io.annals.es.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a class an aggregate: its state is the fold of one stream's events, each applied by an
 * {@link Apply} method.
 *
 * <p>The class is a record or another immutable class whose {@code @Apply} methods return the next
 * state, a sealed interface over such classes (with its {@code @Apply} methods on the interface),
 * or a mutable class whose {@code @Apply} methods return nothing. Several aggregate classes may
 * name one category; each folds the same streams in its own way.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Aggregate {

    /**
     * The category of the streams that are folded, as {@code "cart"}; see {@link
     * io.annals.es.StreamId}.
     */
    String value();

    /**
     * The sealed type of the events, or the only event class. Every type it permits needs an {@link
     * Apply}. Generated classes, which can implement no interface of yours, follow one by one.
     */
    Class<?>[] events();

    /** Event classes that leave this aggregate's state as it is, and need no {@link Apply}. */
    Class<?>[] ignores() default {};
}
