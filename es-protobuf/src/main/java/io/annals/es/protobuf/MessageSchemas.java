package io.annals.es.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.annals.es.DefinitionException;
import io.annals.es.spi.PayloadText;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages as their compiled {@code .proto} files describe them, to show payloads where the
 * generated classes are not there: for consoles and exports. Made a bean by the application, it is
 * asked by the console.
 *
 * <p>Immutable and thread-safe.
 */
public final class MessageSchemas implements PayloadText {

    private final Map<String, Descriptor> byType;

    private MessageSchemas(Map<String, Descriptor> byType) {
        this.byType = Map.copyOf(byType);
    }

    /**
     * Reads a {@code FileDescriptorSet}, as {@code protoc --include_imports --descriptor_set_out}
     * writes it. The stream is not closed.
     *
     * @throws IOException if it cannot be read, or is none
     * @throws DefinitionException if it lacks a file that another one imports, if a file is wrong,
     *     or if two messages have one type name
     */
    public static MessageSchemas read(InputStream descriptorSet) throws IOException {
        Map<String, FileDescriptor> files = new HashMap<>();
        Map<String, Descriptor> byType = new HashMap<>();
        for (FileDescriptorProto file : FileDescriptorSet.parseFrom(descriptorSet).getFileList()) {
            FileDescriptor linked = link(file, files);
            files.put(file.getName(), linked);
            add(linked.getMessageTypes(), byType);
        }
        return new MessageSchemas(byType);
    }

    /**
     * What the payload of an event says, as JSON. It belongs neither into logs nor into exceptions.
     *
     * @param type the event's logical type name
     * @return empty if no message has this type name
     * @throws io.annals.es.EventSourcingException if the payload is no such message
     */
    @Override
    public Optional<String> text(String type, byte[] payload) {
        return Optional.ofNullable(byType.get(type)).map(message -> JsonText.of(message, payload));
    }

    private static void add(List<Descriptor> messages, Map<String, Descriptor> byType) {
        for (Descriptor message : messages) {
            String type = MessageNaming.typeOf(message).value();
            Descriptor other = byType.put(type, message);
            if (other != null) {
                throw new DefinitionException(
                        "Two messages have the type name '%s': %s and %s. Give one another name"
                                .formatted(type, other.getFullName(), message.getFullName()));
            }
            add(message.getNestedTypes(), byType);
        }
    }

    private static FileDescriptor link(
            FileDescriptorProto file, Map<String, FileDescriptor> earlier) {
        FileDescriptor[] imports =
                file.getDependencyList().stream()
                        .map(name -> required(name, file, earlier))
                        .toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file, imports);
        } catch (DescriptorValidationException e) {
            throw new DefinitionException(
                    "The descriptor of %s is wrong: %s".formatted(file.getName(), e.getMessage()));
        }
    }

    private static FileDescriptor required(
            String name, FileDescriptorProto by, Map<String, FileDescriptor> earlier) {
        FileDescriptor found = earlier.get(name);
        if (found == null) {
            throw new DefinitionException(
                    "The descriptor set holds no %s before %s, which imports it. Let protoc write it with --include_imports"
                            .formatted(name, by.getName()));
        }
        return found;
    }
}
