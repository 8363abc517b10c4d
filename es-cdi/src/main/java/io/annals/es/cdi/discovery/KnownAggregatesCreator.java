package io.annals.es.cdi.discovery;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.util.List;

/** Makes the bean that knows the injected aggregates. */
public final class KnownAggregatesCreator implements SyntheticBeanCreator<KnownAggregates> {

    static final String INJECTED = "injected";

    /** For the container. */
    public KnownAggregatesCreator() {}

    @Override
    public KnownAggregates create(Instance<Object> lookup, Parameters params) {
        Class<?>[] injected = params.get(INJECTED, Class[].class);
        return KnownAggregates.of(List.of(injected));
    }
}
