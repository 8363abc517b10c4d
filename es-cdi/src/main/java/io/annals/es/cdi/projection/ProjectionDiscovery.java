package io.annals.es.cdi.projection;

import io.annals.es.DefinitionException;
import io.annals.es.projection.Projection;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.build.compatible.spi.Validation;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the beans that are projections, and checks them before the application starts. */
public final class ProjectionDiscovery implements BuildCompatibleExtension {

    private final Map<String, ClassInfo> projections = new TreeMap<>();

    /** For the container. */
    public ProjectionDiscovery() {}

    /** Remembers a bean that is a projection. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        ClassInfo type = bean.declaringClass();
        if (bean.isClassBean() && type.hasAnnotation(Projection.class)) {
            projections.put(type.name(), type);
        }
    }

    /** Makes the bean that knows the projections. */
    @Synthesis
    public void makeBean(SyntheticComponents beans) {
        beans.addBean(DefinedProjections.class)
                .type(DefinedProjections.class)
                .scope(Singleton.class)
                .withParam(
                        DefinedProjectionsCreator.FOUND,
                        projections.values().toArray(ClassInfo[]::new))
                .createWith(DefinedProjectionsCreator.class);
    }

    /** Fails the deployment if a projection is broken, or two have one name. */
    @Validation
    public void validate(Messages messages) {
        try {
            List<Class<?>> classes = new ArrayList<>();
            for (String name : projections.keySet()) {
                classes.add(load(name));
            }
            DefinedProjections.of(classes);
        } catch (DefinitionException e) {
            messages.error(e.getMessage());
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new DefinitionException("Could not load the projection " + name);
        }
    }
}
