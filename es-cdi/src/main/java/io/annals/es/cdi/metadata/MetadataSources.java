package io.annals.es.cdi.metadata;

import io.annals.es.journal.MetadataSource;
import io.annals.es.spi.MetadataProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The beans that provide metadata.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class MetadataSources {

    @Inject @Any Instance<MetadataProvider> providers;

    /**
     * All of them, those of the highest priority last; of one priority, in the order of their
     * names. A bean without a priority has that of applications.
     */
    public List<MetadataSource> all() {
        return StreamSupport.stream(providers.handles().spliterator(), false)
                .sorted(
                        Comparator.<Instance.Handle<MetadataProvider>>comparingInt(
                                        handle -> priority(handle.getBean()))
                                .thenComparing(handle -> name(handle.getBean())))
                .map(handle -> new MetadataSource(name(handle.getBean()), handle.get()))
                .toList();
    }

    private static String name(Bean<?> bean) {
        return bean.getBeanClass().getName();
    }

    private static int priority(Bean<?> bean) {
        if (bean instanceof Prioritized prioritized) {
            return prioritized.getPriority();
        }
        Priority priority = bean.getBeanClass().getAnnotation(Priority.class);
        return priority == null ? Interceptor.Priority.APPLICATION : priority.value();
    }
}
