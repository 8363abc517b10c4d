package io.annals.es.cdi.startup;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.projection.Projection;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.HandlesTypes;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts the journal in a web application, with all aggregates of the archive: also those that no
 * bean asks a repository of, and whose events other consumers meet. What it throws fails the
 * deployment; so does a projection that is no bean.
 */
@HandlesTypes({Aggregate.class, Projection.class})
public final class WebStartup implements ServletContainerInitializer {

    /** For the container. */
    public WebStartup() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) {
        Set<Class<?>> candidates = found == null ? Set.of() : found;
        JournalLifecycle lifecycle = CDI.current().select(JournalLifecycle.class).get();
        context.addListener(new Stop(lifecycle));
        lifecycle.start(having(Aggregate.class, candidates), having(Projection.class, candidates));
    }

    /** Subclasses of an annotated class are found, too, without having the annotation. */
    private static List<Class<?>> having(
            Class<? extends Annotation> annotation, Set<Class<?>> candidates) {
        return candidates.stream().filter(type -> type.isAnnotationPresent(annotation)).toList();
    }

    /** Stops while the application's data sources are still there. */
    private record Stop(JournalLifecycle lifecycle) implements ServletContextListener {

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            lifecycle.stop();
        }
    }
}
