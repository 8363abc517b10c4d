package io.annals.es.cdi.projection;

import io.annals.es.DefinitionException;
import io.annals.es.projection.ProjectionDefinition;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Refuses what would take a handler out of the engine's transaction or off its thread. */
final class CallableBy {

    private static final Set<TxType> JOINING =
            EnumSet.of(TxType.REQUIRED, TxType.SUPPORTS, TxType.MANDATORY);
    private static final Set<String> ENTERPRISE_BEANS =
            Set.of(
                    "jakarta.ejb.Stateless",
                    "jakarta.ejb.Stateful",
                    "jakarta.ejb.Singleton",
                    "jakarta.ejb.MessageDriven");
    private static final Set<String> OF_A_CALLER =
            Set.of(
                    "jakarta.enterprise.context.SessionScoped",
                    "jakarta.enterprise.context.ConversationScoped");

    private CallableBy() {}

    /**
     * Checks the annotations of a projection and of the methods that are called for it.
     *
     * @throws DefinitionException if one of them breaks the promise that each event is handled
     *     exactly once
     */
    static void theEngine(ProjectionDefinition definition) {
        Class<?> projection = definition.projectionClass();
        annotations(projection)
                .map(annotation -> annotation.annotationType().getName())
                .forEach(name -> requireOwnScope(projection, name));
        definition.methods().forEach(method -> requireJoining(projection, method));
    }

    private static void requireOwnScope(Class<?> projection, String annotation) {
        if (ENTERPRISE_BEANS.contains(annotation)) {
            throw new DefinitionException(
                    "The projection %s is an enterprise bean (@%s), which has transactions of its own. Make it @ApplicationScoped instead"
                            .formatted(projection.getName(), annotation));
        }
        if (OF_A_CALLER.contains(annotation)) {
            throw new DefinitionException(
                    "The projection %s has @%s, a scope of callers, and the journal is none. Make it @ApplicationScoped"
                            .formatted(projection.getName(), annotation));
        }
    }

    private static void requireJoining(Class<?> projection, Method method) {
        transactional(method)
                .or(() -> transactional(projection))
                .filter(transactional -> !JOINING.contains(transactional.value()))
                .ifPresent(
                        transactional -> {
                            throw new DefinitionException(
                                    "The method %s.%s has @Transactional(%s), and would not take part in the transaction of its projection. Use REQUIRED, or remove it: there is always a transaction"
                                            .formatted(
                                                    projection.getName(),
                                                    method.getName(),
                                                    transactional.value()));
                        });
        Stream.of(method, projection)
                .flatMap(CallableBy::annotations)
                .filter(found -> found.annotationType().getSimpleName().equals("Asynchronous"))
                .findFirst()
                .ifPresent(
                        found -> {
                            throw new DefinitionException(
                                    "The method %s.%s has @%s, and would return before its work is done. Remove it"
                                            .formatted(
                                                    projection.getName(),
                                                    method.getName(),
                                                    found.annotationType().getName()));
                        });
    }

    private static Optional<Transactional> transactional(AnnotatedElement element) {
        return annotations(element)
                .filter(Transactional.class::isInstance)
                .map(Transactional.class::cast)
                .findFirst();
    }

    /** Those of an element, and those that come with its stereotypes and interceptor bindings. */
    private static Stream<Annotation> annotations(AnnotatedElement element) {
        return annotations(element, new HashSet<>());
    }

    private static Stream<Annotation> annotations(AnnotatedElement element, Set<Class<?>> seen) {
        return Arrays.stream(element.getAnnotations())
                .filter(annotation -> seen.add(annotation.annotationType()))
                .flatMap(
                        annotation ->
                                Stream.concat(
                                        Stream.of(annotation),
                                        annotations(annotation.annotationType(), seen)));
    }
}
