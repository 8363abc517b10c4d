package io.annals.es.console;

import io.annals.es.DefinitionException;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Puts the console into a web application, if it is switched on; what it throws fails the
 * deployment.
 */
public final class ConsoleStartup implements ServletContainerInitializer {

    /** For the container. */
    public ConsoleStartup() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) {
        ConsoleSettings.of(ConfigProvider.getConfig())
                .ifPresent(settings -> register(settings, context));
    }

    private static void register(ConsoleSettings settings, ServletContext context) {
        context.declareRoles(settings.role());
        settings.payloadRole().ifPresent(context::declareRoles);
        ServletRegistration.Dynamic console =
                context.addServlet("es-console", new ConsoleServlet(settings));
        if (console == null || !console.addMapping(settings.path() + "/*").isEmpty()) {
            throw new DefinitionException(
                    "Could not put the console to %s: something else is there. Set es.console.path to another one"
                            .formatted(settings.path()));
        }
    }
}
