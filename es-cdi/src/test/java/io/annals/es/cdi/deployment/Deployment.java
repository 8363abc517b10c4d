package io.annals.es.cdi.deployment;

import io.annals.es.cdi.discovery.Shop;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * A running application: some classes in an archive of their own with {@code
 * bean-discovery-mode="annotated"}, this module as it is packaged, JTA, and the container's names.
 */
public final class Deployment implements AutoCloseable {

    private static final String BEANS_XML =
            """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
            """;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Path archive;
    private final URLClassLoader loader;
    private final WeldContainer container;

    private Deployment(Path archive, Map<String, String> settings) throws IOException {
        this.archive = archive;
        this.loader = new URLClassLoader(new URL[] {archive.toUri().toURL()}, before);
        Files.writeString(
                archive.resolve("META-INF/microprofile-config.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        Thread.currentThread().setContextClassLoader(loader);
        ContainerNames.bind();
        boolean running = false;
        try {
            this.container = new Weld().setClassLoader(loader).initialize();
            running = true;
        } finally {
            if (!running) {
                leave();
            }
        }
    }

    /** Deploys classes; those they contain come with them. */
    public static Deployment of(Class<?>... classes) {
        return of(Map.of(), classes);
    }

    /** Deploys classes with settings. */
    public static Deployment of(Map<String, String> settings, Class<?>... classes) {
        try {
            Path archive = Files.createTempDirectory("deployment");
            Files.createDirectory(archive.resolve("META-INF"));
            Files.writeString(archive.resolve("META-INF/beans.xml"), BEANS_XML);
            for (Class<?> type : withNested(classes)) {
                copy(type, archive);
            }
            provide(classes, archive);
            return new Deployment(archive, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys classes with the shop's domain, a storage in memory and a serialiser. */
    public static Deployment ofShop(Map<String, String> settings, Class<?>... classes) {
        Stream<Class<?>> shop =
                Stream.of(Shop.class, MemoryStorageProvider.class, OwnSerializer.class);
        return of(settings, Stream.concat(shop, Stream.of(classes)).toArray(Class<?>[]::new));
    }

    /** A bean. */
    public <T> T get(Class<T> type, Annotation... qualifiers) {
        return container.select(type, qualifiers).get();
    }

    /** Undeploys. */
    @Override
    public void close() {
        try {
            container.close();
        } finally {
            leave();
        }
    }

    private void leave() {
        Thread.currentThread().setContextClassLoader(before);
        try {
            ConfigProviderResolver.instance()
                    .releaseConfig(ConfigProviderResolver.instance().getConfig(loader));
            loader.close();
            try (Stream<Path> files = Files.walk(archive)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Extensions of CDI among them are named as services. */
    private static void provide(Class<?>[] classes, Path archive) throws IOException {
        List<String> extensions =
                Stream.of(classes)
                        .filter(Extension.class::isAssignableFrom)
                        .map(Class::getName)
                        .toList();
        if (!extensions.isEmpty()) {
            Path services = Files.createDirectory(archive.resolve("META-INF/services"));
            Files.write(services.resolve(Extension.class.getName()), extensions);
        }
    }

    private static List<Class<?>> withNested(Class<?>... classes) {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> type : classes) {
            all.add(type);
            all.addAll(withNested(type.getDeclaredClasses()));
        }
        return all;
    }

    private static void copy(Class<?> type, Path archive) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path target = archive.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            Files.write(target, bytes.readAllBytes());
        }
    }
}
