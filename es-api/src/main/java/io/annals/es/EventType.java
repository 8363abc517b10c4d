package io.annals.es;

import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an event class the logical name under which its events are stored, for ever.
 *
 * <p>The class may be renamed or moved; the name stays. Two classes with one name fail the
 * deployment.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /**
     * The type name: 1 to 100 characters of {@code A-Z a-z 0-9 . _ -}, in the past tense, as {@code
     * cart-opened}.
     */
    String value();

    /**
     * Counts the shapes that this event's payload has had, from 1. Events of earlier revisions need
     * an {@linkplain io.annals.es.evolution.Upcaster upcaster} each that leads on.
     */
    int revision() default 1;

    /** The same for a class that cannot carry it; see {@link io.annals.es.spi.EventNaming}. */
    record Literal(String value, int revision) implements EventType {

        @Override
        public Class<? extends Annotation> annotationType() {
            return EventType.class;
        }
    }
}
