package io.annals.es.messaging;

import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects the beans whose methods receive messages, for {@link IncomingMethods}; public for the
 * container.
 */
public final class IncomingMethodsExtension implements BuildCompatibleExtension {

    static final String BEANS = "beans";

    private static final String API = "org.eclipse.microprofile.reactive.messaging.Incoming";

    private final Map<String, ClassInfo> beans = new TreeMap<>();

    /** Remembers a bean that receives messages. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        ClassInfo type = bean.declaringClass();
        if (bean.isClassBean()
                && type.methods().stream().anyMatch(IncomingMethodsExtension::receives)) {
            beans.put(type.name(), type);
        }
    }

    /** Registers what was collected. */
    @Synthesis
    public void register(SyntheticComponents components) {
        components
                .addBean(IncomingMethods.class)
                .type(IncomingMethods.class)
                .scope(Singleton.class)
                .withParam(BEANS, beans.values().toArray(ClassInfo[]::new))
                .createWith(IncomingMethodsCreator.class);
    }

    private static boolean receives(MethodInfo method) {
        return method.annotations().stream()
                .map(AnnotationInfo::name)
                .anyMatch(Set.of(API, IncomingChannels.REPEATED)::contains);
    }
}
