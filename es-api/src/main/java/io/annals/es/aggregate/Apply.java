package io.annals.es.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method that applies one type of event; its only parameter is the event class.
 *
 * <p>A static method makes the first state from the first event. An instance method returns the
 * next state, or nothing if the class is mutable; a class without a static one starts from its
 * constructor without parameters. The method must be pure: the same events must give the same state
 * for ever. It may be private.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Apply {}
