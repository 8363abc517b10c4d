package io.annals.es.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link Projection} that empties its view, before events come again.
 *
 * <p>It runs in the JTA transaction that sets the projection back, so both are done or neither. It
 * has no parameters, returns nothing, and is neither private nor static nor final. A projection has
 * one at most; without one its view stays as it is, and its handlers must expect what they have
 * written already.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnReset {}
