package io.annals.es.protobuf;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.WithoutText;
import jakarta.enterprise.inject.Typed;
import java.io.IOException;

/**
 * Serialises events whose classes protoc has generated, in the wire format of Protocol Buffers.
 * Lite messages, which do not know their schema, are not among them.
 *
 * <p>Thread-safe. Which message to read is always the caller's decision; {@code Any} is not
 * unpacked, and extensions are kept as unknown fields. Protobuf's own rules make old events fit new
 * messages and the other way round: a field that is missing has its default, one that is unknown is
 * kept and written again. One message is always written as the same bytes, whatever the order of
 * its maps.
 *
 * <p>Messages are nested 100 deep at most, and the size of their bytes is limited by the journal. A
 * message that could not be read again, because it is deeper or lacks a required field, is not
 * written. An unpaired surrogate in a text becomes {@code ?}.
 *
 * <p>Failures are an {@link EventSourcingException} that tells the event class and the kind of
 * failure, but nothing of the message: neither its text nor its causes' do.
 *
 * <p>In a container it is a CDI bean of its own accord, beside the serialiser of all other events;
 * elsewhere see {@link io.annals.es.spi.EventFormats}.
 */
@Typed(EventFormat.class)
public class ProtobufEventSerializer implements EventFormat {

    /** Reads and writes messages. */
    public ProtobufEventSerializer() {}

    @Override
    public boolean covers(Class<?> eventClass) {
        return Message.class.isAssignableFrom(eventClass);
    }

    @Override
    public String mediaType(Class<?> eventClass) {
        return "application/protobuf";
    }

    @Override
    public byte[] serialize(Object event) {
        Message message = (Message) event;
        String what = "write an event of %s as protobuf".formatted(event.getClass());
        byte[] bytes;
        try {
            if (!message.isInitialized()) {
                throw new EventSourcingException(
                        "Could not %s: it lacks a required field. Make messages by build() and not by buildPartial()"
                                .formatted(what));
            }
            bytes = bytes(message);
        } catch (IOException | StackOverflowError e) {
            throw WithoutText.failure(what, e, cause -> "");
        }
        if (MessageClass.of(event.getClass()).nestsWithoutEnd()) {
            requireReadable(message, bytes, what);
        }
        return bytes;
    }

    private static byte[] bytes(Message message) throws IOException {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        message.writeTo(output);
        output.checkNoSpaceLeft();
        return bytes;
    }

    private static void requireReadable(Message message, byte[] bytes, String what) {
        try {
            parse(message, bytes);
        } catch (InvalidProtocolBufferException e) {
            throw WithoutText.failure(
                    what + " that can be read again (messages may be nested 100 deep)",
                    e,
                    cause -> "");
        }
    }

    @Override
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        try {
            return eventClass.cast(parse(MessageClass.of(eventClass).empty(), payload));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            throw WithoutText.failure("read protobuf as an event of " + eventClass, e, cause -> "");
        }
    }

    @Override
    public String text(byte[] payload, Class<?> eventClass) {
        return JsonText.of(MessageClass.of(eventClass).descriptor(), payload);
    }

    private static Message parse(Message like, byte[] bytes) throws InvalidProtocolBufferException {
        return like.getParserForType().parseFrom(bytes, ExtensionRegistryLite.getEmptyRegistry());
    }
}
