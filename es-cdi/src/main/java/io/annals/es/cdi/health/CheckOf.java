package io.annals.es.cdi.health;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;

/**
 * Tells the checks of consumers apart, since Quarkus takes beans for one that differ in nothing;
 * public for the container.
 */
@Qualifier
@Retention(RUNTIME)
public @interface CheckOf {

    /** The consumer's name. */
    String value();
}
