package io.annals.es.cdi.projection;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.util.List;

/** Makes the bean that knows the projections; public for the container. */
public final class DefinedProjectionsCreator implements SyntheticBeanCreator<DefinedProjections> {

    static final String FOUND = "found";

    /** For the container. */
    public DefinedProjectionsCreator() {}

    @Override
    public DefinedProjections create(Instance<Object> lookup, Parameters params) {
        Class<?>[] found = params.get(FOUND, Class[].class);
        return DefinedProjections.of(List.of(found));
    }
}
