package io.annals.es.cdi;

import java.util.List;

/**
 * The CDI event that is fired when the application's consumers have been started.
 *
 * @param names theirs
 */
public record StartedConsumers(List<String> names) {

    /** Copies the list. */
    public StartedConsumers {
        names = List.copyOf(names);
    }
}
