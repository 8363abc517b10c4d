package io.annals.es.console;

import io.annals.es.DefinitionException;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Validation;
import org.eclipse.microprofile.config.ConfigProvider;

/** Fails the deployment where a setting is wrong; public for the container. */
public final class ConsoleChecks implements BuildCompatibleExtension {

    /** For the container. */
    public ConsoleChecks() {}

    /** Checks the settings. */
    @Validation
    public void validate(Messages messages) {
        try {
            ConsoleSettings.of(ConfigProvider.getConfig());
        } catch (DefinitionException e) {
            messages.error(e.getMessage());
        }
    }
}
