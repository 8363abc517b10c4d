package io.annals.es.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a bean a projection: a named follower of the journal that keeps a view of it by its {@link
 * EventHandler} methods.
 *
 * <p>Committed events only, in the order of positions, none left out, on one thread. The handlers
 * run in a JTA transaction together with the checkpoint, which up to 1,000 events share: what they
 * write to the journal's database is written once for each event, whatever crashes. What they write
 * elsewhere, fields of the bean among it, may be written again. A handler that throws stops the
 * projection there. {@link Mode#INLINE} is another matter: its handlers run within the append.
 *
 * <p>The annotation gives no scope: a bean needs one of its own, as {@code @ApplicationScoped}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Projection {

    /**
     * The name: 1 to 80 characters of {@code A-Z a-z 0-9 . _ -}, as {@code sales}. With the version
     * it names the checkpoint, as {@code sales-1}; never give it to another projection.
     */
    String name();

    /**
     * Counts the shapes that the view has had, from 1. Another version is another checkpoint, which
     * begins at the beginning of the journal.
     */
    int version() default 1;

    /**
     * When events are handled: after their commit, or within the append. A change of it needs
     * another {@link #version}.
     */
    Mode mode() default Mode.FOLLOWING;

    /**
     * The categories of the streams to follow, see {@link io.annals.es.StreamId}; none stands for
     * all.
     */
    String[] categories() default {};
}
