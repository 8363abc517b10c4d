package io.annals.es.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an {@link EventHandler} method that has effects outside of the view, such as an e-mail: it
 * is not called for events that come again after a reset, or that an earlier version of the
 * projection has acted on. No other method gets these instead.
 *
 * <p>It promises nothing about failures: an event whose transaction could not be committed comes
 * again as if it were new.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DisallowReplay {}
