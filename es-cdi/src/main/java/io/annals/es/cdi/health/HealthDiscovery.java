package io.annals.es.cdi.health;

import io.annals.es.DefinitionException;
import io.annals.es.projection.Mode;
import io.annals.es.projection.Projection;
import io.annals.es.projection.ProjectionDefinition;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.build.compatible.spi.AnnotationBuilder;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/**
 * Makes a readiness check for each consumer that is known before the application starts: for the
 * projections among its beans, and the channels that its configuration names. On servers without
 * MicroProfile Health it makes none.
 */
public final class HealthDiscovery implements BuildCompatibleExtension {

    private static final Pattern CONNECTOR =
            Pattern.compile("(mp\\.messaging\\.incoming\\.(.+)\\.)connector");

    private final Set<String> projections = new TreeSet<>();

    /** For the container. */
    public HealthDiscovery() {}

    /** Remembers a bean that is a projection. */
    @Registration(types = Object.class)
    public void collect(BeanInfo bean) {
        if (bean.isClassBean() && bean.declaringClass().hasAnnotation(Projection.class)) {
            projections.add(bean.declaringClass().name());
        }
    }

    /** Makes the checks, each with a qualifier of its own. */
    @Synthesis
    public void makeChecks(SyntheticComponents beans) {
        if (load("org.eclipse.microprofile.health.HealthCheck").isEmpty()) {
            return;
        }
        Stream.concat(
                        projections.stream().flatMap(type -> consumer(type).stream()),
                        channels(ConfigProvider.getConfig()))
                .distinct()
                .forEach(
                        consumer ->
                                beans.addBean(ConsumerHealth.class)
                                        .type(ConsumerHealth.class)
                                        .type(HealthCheck.class)
                                        .qualifier(Readiness.class)
                                        .qualifier(
                                                AnnotationBuilder.of(CheckOf.class)
                                                        .value(consumer)
                                                        .build())
                                        .scope(Dependent.class)
                                        .withParam(ConsumerHealthCreator.CONSUMER, consumer)
                                        .createWith(ConsumerHealthCreator.class));
    }

    /** The consumer of a projection that follows the journal. */
    private static Optional<String> consumer(String projection) {
        try {
            return load(projection)
                    .map(ProjectionDefinition::of)
                    .filter(definition -> definition.mode() == Mode.FOLLOWING)
                    .map(ProjectionDefinition::consumer);
        } catch (DefinitionException broken) { // which fails the deployment elsewhere
            return Optional.empty();
        }
    }

    private static Optional<Class<?>> load(String name) {
        try {
            return Optional.of(
                    Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The consumers of channels, as es-messaging names them. */
    private static Stream<String> channels(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(CONNECTOR::matcher)
                .filter(Matcher::matches)
                .filter(
                        key ->
                                config.getOptionalValue(key.group(), String.class)
                                        .filter("es-journal"::equals)
                                        .isPresent())
                .map(
                        key ->
                                config.getOptionalValue(key.group(1) + "consumer", String.class)
                                        .orElse(key.group(2)));
    }
}
