package io.annals.es.messaging;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment.Strategy;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * A method that receives messages, and how it can be served.
 *
 * @param name for messages: class and method
 * @param channels what it reads
 * @param payload what it takes
 * @param obstacle what keeps it from running on the calling thread, in the caller's transaction,
 *     before the call returns, and so from being served exactly once; mostly empty
 * @param looksPlain whether its signature shows nothing of that
 * @param defect why it must not read the journal at all; mostly empty
 */
record IncomingMethod(
        String name,
        List<String> channels,
        Payload payload,
        Optional<String> obstacle,
        boolean looksPlain,
        Optional<String> defect) {

    private static final Set<TxType> JOINING =
            EnumSet.of(TxType.REQUIRED, TxType.SUPPORTS, TxType.MANDATORY);

    static IncomingMethod of(Class<?> bean, Method method) {
        List<String> channels = IncomingChannels.of(method);
        Optional<String> apparent = apparentObstacle(method);
        return new IncomingMethod(
                bean.getSimpleName() + "." + method.getName(),
                channels,
                Payload.of(method),
                apparent.or(() -> hiddenObstacle(bean, method, channels)),
                apparent.isEmpty(),
                defect(bean, method));
    }

    boolean reads(String channel) {
        return channels.contains(channel);
    }

    /** What says by itself that the work may go on after the call. */
    private static Optional<String> apparentObstacle(Method method) {
        if (method.getReturnType() != void.class) {
            return Optional.of("it returns " + method.getReturnType().getSimpleName());
        }
        return method.isAnnotationPresent(Outgoing.class)
                ? Optional.of("it has @Outgoing")
                : Optional.empty();
    }

    /** What moves a plain method elsewhere, where nobody would expect it. */
    private static Optional<String> hiddenObstacle(
            Class<?> bean, Method method, List<String> channels) {
        if (channels.size() > 1) {
            return Optional.of("it reads several channels");
        }
        for (String moving : List.of("Blocking", "RunOnVirtualThread", "Merge")) {
            if (Annotations.named(moving, method, bean)) {
                return Optional.of("it has @" + moving);
            }
        }
        for (String enterpriseBean : List.of("Stateless", "Stateful", "Singleton")) {
            if (Annotations.named("jakarta.ejb." + enterpriseBean, bean)) {
                return Optional.of(
                        "its class is an enterprise bean (@%s)".formatted(enterpriseBean));
            }
        }
        return Annotations.find(Transactional.class, method, bean)
                .filter(transactional -> !JOINING.contains(transactional.value()))
                .map(transactional -> "it has @Transactional(%s)".formatted(transactional.value()));
    }

    /**
     * What would lose events: a message that is acknowledged before, or without, its work having
     * been done.
     */
    private static Optional<String> defect(Class<?> bean, Method method) {
        Optional<Strategy> strategy =
                Optional.ofNullable(method.getAnnotation(Acknowledgment.class))
                        .map(Acknowledgment::value);
        if (strategy.filter(EnumSet.of(Strategy.PRE_PROCESSING, Strategy.NONE)::contains)
                .isPresent()) {
            return Optional.of(
                    "with @Acknowledgment(%s) nobody knows whether an event has been handled. Use POST_PROCESSING or MANUAL, or remove it"
                            .formatted(strategy.get()));
        }
        if (method.getReturnType() == void.class
                && Annotations.named("Asynchronous", method, bean)) {
            return Optional.of(
                    "a void method with @Asynchronous returns before its work is done. Remove it, or return a CompletionStage");
        }
        if (acknowledgesEarly(method)) {
            return Optional.of(
                    "a stream of payloads is acknowledged before it has been handled. Take one event at a time, or a stream of Message");
        }
        return Optional.empty();
    }

    private static boolean acknowledgesEarly(Method method) {
        Type returned = method.getGenericReturnType();
        if (method.getParameterCount() == 0) {
            return Types.isPublisher(returned) && !Types.mentions(Message.class, returned);
        }
        Type taken = method.getGenericParameterTypes()[0];
        return Types.isPublisher(taken)
                ? !Types.mentions(Message.class, taken) || !Types.mentions(Message.class, returned)
                : Types.isPublisher(returned) && !Types.mentions(Message.class, taken);
    }
}
