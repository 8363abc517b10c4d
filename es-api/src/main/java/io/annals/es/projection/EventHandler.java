package io.annals.es.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a {@link Projection} that takes events.
 *
 * <p>Its first parameter says which: an event class, a sealed type over event classes, {@code
 * Object} for all, or an {@link io.annals.es.EventEnvelope} of one of these. Further parameters may
 * be the {@link io.annals.es.EventEnvelope} and the {@link io.annals.es.Metadata} of the event. It
 * returns nothing, and is neither private nor static nor final.
 *
 * <p>Of several methods that could take an event the one with the most specific type gets it, and
 * no other. Events of types that no method takes are left out; an event of a type that nobody in
 * the application knows stops the projection, unless it is of a category that the projection does
 * not follow.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EventHandler {}
