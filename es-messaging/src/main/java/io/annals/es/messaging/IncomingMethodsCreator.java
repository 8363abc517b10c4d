package io.annals.es.messaging;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import java.util.List;

/** Makes the bean {@link IncomingMethods}; public for the container. */
public final class IncomingMethodsCreator implements SyntheticBeanCreator<IncomingMethods> {

    @Override
    public IncomingMethods create(Instance<Object> lookup, Parameters parameters) {
        return IncomingMethods.of(
                List.of(parameters.get(IncomingMethodsExtension.BEANS, Class[].class)));
    }
}
