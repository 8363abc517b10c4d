package io.annals.es.protobuf;

import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.annals.es.EventType;
import io.annals.es.spi.EventNaming;
import java.util.Optional;

/**
 * Gives messages the type names that their {@code .proto} files say: by {@code option
 * (annals.event_type)}, else the full name of the message. The names of Java's classes and packages
 * do not count.
 *
 * <p>Immutable and thread-safe. Nobody needs to call it: the journal finds it.
 */
public final class MessageNaming implements EventNaming {

    private static final ExtensionRegistry OPTIONS = ExtensionRegistry.newInstance();

    static {
        EventOptions.registerAllExtensions(OPTIONS);
    }

    /** For {@link java.util.ServiceLoader}. */
    public MessageNaming() {}

    @Override
    public Optional<EventType> typeOf(Class<?> eventClass) {
        return Message.class.isAssignableFrom(eventClass)
                ? Optional.of(typeOf(MessageClass.of(eventClass).descriptor()))
                : Optional.empty();
    }

    static EventType typeOf(Descriptor message) {
        MessageOptions options = options(message);
        return new EventType.Literal(
                options.hasExtension(EventOptions.eventType)
                        ? options.getExtension(EventOptions.eventType)
                        : message.getFullName(),
                options.hasExtension(EventOptions.eventRevision)
                        ? options.getExtension(EventOptions.eventRevision)
                        : 1);
    }

    /** Read again, because those who have read a descriptor may not have known our options. */
    private static MessageOptions options(Descriptor message) {
        try {
            return MessageOptions.parseFrom(message.getOptions().toByteString(), OPTIONS);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "Could not read the options of message " + message.getFullName(), e);
        }
    }
}
