package io.annals.es.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.annals.es.DefinitionException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a generated class says of its message.
 *
 * @param empty the message without any field
 * @param nestsWithoutEnd whether it may contain itself, in whatever depth
 */
record MessageClass(Message empty, boolean nestsWithoutEnd) {

    private static final ClassValue<MessageClass> KNOWN =
            new ClassValue<>() {
                @Override
                protected MessageClass computeValue(Class<?> type) {
                    Message empty = emptyOf(type);
                    return new MessageClass(
                            empty,
                            nests(empty.getDescriptorForType(), new HashSet<>(), new HashSet<>()));
                }
            };

    /**
     * Asks a class, the first time.
     *
     * @throws DefinitionException if it is not one that protoc has generated
     */
    static MessageClass of(Class<?> type) {
        return KNOWN.get(type);
    }

    Descriptor descriptor() {
        return empty.getDescriptorForType();
    }

    private static Message emptyOf(Class<?> type) {
        try {
            return (Message) type.getMethod("getDefaultInstance").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new DefinitionException(
                    "%s cannot be an event: it is no message class that protoc has generated"
                            .formatted(type.getName()));
        }
    }

    /** Extensions may bring in anything. */
    private static boolean nests(
            Descriptor message, Set<Descriptor> around, Set<Descriptor> finished) {
        if (finished.contains(message)) {
            return false;
        }
        if (message.isExtendable() || !around.add(message)) {
            return true;
        }
        boolean nests =
                message.getFields().stream()
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .anyMatch(field -> nests(field.getMessageType(), around, finished));
        around.remove(message);
        finished.add(message);
        return nests;
    }
}
