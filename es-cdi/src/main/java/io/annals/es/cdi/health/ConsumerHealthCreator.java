package io.annals.es.cdi.health;

import io.annals.es.cdi.RunningEngine;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;

/** Makes the check of a consumer; public for the container. */
public final class ConsumerHealthCreator implements SyntheticBeanCreator<ConsumerHealth> {

    static final String CONSUMER = "consumer";

    /** For the container. */
    public ConsumerHealthCreator() {}

    @Override
    public ConsumerHealth create(Instance<Object> lookup, Parameters params) {
        return new ConsumerHealth(
                params.get(CONSUMER, String.class), lookup.select(RunningEngine.class).get());
    }
}
