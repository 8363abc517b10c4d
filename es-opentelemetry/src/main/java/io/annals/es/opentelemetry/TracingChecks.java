package io.annals.es.opentelemetry;

import io.annals.es.DefinitionException;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Validation;

/** Fails the deployment where a setting is wrong; public for the container. */
public final class TracingChecks implements BuildCompatibleExtension {

    /** For the container. */
    public TracingChecks() {}

    /** Checks the settings. */
    @Validation
    public void validate(Messages messages) {
        try {
            ConsumerSpans.current();
        } catch (DefinitionException e) {
            messages.error(e.getMessage());
        }
    }
}
