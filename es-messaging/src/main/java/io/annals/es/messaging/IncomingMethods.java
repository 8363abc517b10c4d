package io.annals.es.messaging;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableList;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All methods of the application's beans that receive messages. Immutable. */
final class IncomingMethods {

    private final List<IncomingMethod> methods;

    private IncomingMethods(List<IncomingMethod> methods) {
        this.methods = methods;
    }

    static IncomingMethods of(Collection<Class<?>> beans) {
        return new IncomingMethods(
                beans.stream().flatMap(IncomingMethods::methods).collect(toUnmodifiableList()));
    }

    /**
     * The method that reads a channel.
     *
     * @throws DeploymentException if there is none or more than one, or it cannot be served
     */
    IncomingMethod readerOf(String channel) {
        List<IncomingMethod> readers =
                methods.stream().filter(method -> method.reads(channel)).toList();
        if (readers.isEmpty()) {
            throw new DeploymentException(
                    "Could not open channel '%s': no method of a bean has @Incoming(\"%s\"), and its events would go nowhere. Add one, or remove mp.messaging.incoming.%s.connector"
                            .formatted(channel, channel, channel));
        }
        if (readers.size() > 1) {
            throw new DeploymentException(
                    "Could not open channel '%s': %s all read it, and would share the events between them. Give each a channel of its own"
                            .formatted(
                                    channel,
                                    readers.stream()
                                            .map(IncomingMethod::name)
                                            .collect(joining(", "))));
        }
        IncomingMethod reader = readers.get(0);
        reader.defect()
                .ifPresent(
                        defect -> {
                            throw new DeploymentException(
                                    "Could not open channel '%s': %s cannot read it, because %s"
                                            .formatted(channel, reader.name(), defect));
                        });
        return reader;
    }

    private static Stream<IncomingMethod> methods(Class<?> bean) {
        List<Method> found = new ArrayList<>();
        Set<List<Object>> signatures = new HashSet<>();
        for (Class<?> type = bean; type != null; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> !method.isSynthetic())
                    .filter(
                            method ->
                                    signatures.add(
                                            signature(method))) // a subclass's override counts, not
                    // what it overrides
                    .filter(method -> !IncomingChannels.of(method).isEmpty())
                    .forEach(found::add);
        }
        return found.stream().map(method -> IncomingMethod.of(bean, method));
    }

    private static List<Object> signature(Method method) {
        return List.of(method.getName(), List.of(method.getParameterTypes()));
    }
}
