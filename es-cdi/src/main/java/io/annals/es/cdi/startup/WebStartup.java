package io.annals.es.cdi.startup;

import io.annals.es.aggregate.Aggregate;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts the journal in a web application, with all aggregates of the archive: also those that no
 * bean asks a repository of, and whose events other consumers meet. What it throws fails the
 * deployment.
 */
@HandlesTypes(Aggregate.class)
public final class WebStartup implements ServletContainerInitializer {

    /** For the container. */
    public WebStartup() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) {
        Set<Class<?>> candidates = found == null ? Set.of() : found;
        // Subclasses of an annotated class are found, too, and are no aggregates themselves.
        CDI.current()
                .select(JournalLifecycle.class)
                .get()
                .start(
                        candidates.stream()
                                .filter(type -> type.isAnnotationPresent(Aggregate.class))
                                .toList());
    }
}
