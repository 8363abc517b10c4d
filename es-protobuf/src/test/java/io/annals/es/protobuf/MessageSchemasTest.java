package io.annals.es.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.annals.es.DefinitionException;
import io.annals.testing.shop.ItemAdded;
import io.annals.testing.shop.ItemRemoved;
import io.annals.testing.store.ArticleAdded;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageSchemasTest {

    /** What had a class once. */
    private static final FileDescriptorProto GONE =
            FileDescriptorProto.newBuilder()
                    .setName("gone.proto")
                    .setSyntax("proto3")
                    .setPackage("gone")
                    .addDependency("annals/event.proto")
                    .addMessageType(
                            DescriptorProto.newBuilder()
                                    .setName("Around")
                                    .addNestedType(
                                            DescriptorProto.newBuilder()
                                                    .setName("Closed")
                                                    .setOptions(
                                                            MessageOptions.newBuilder()
                                                                    .setExtension(
                                                                            EventOptions.eventType,
                                                                            "cart-closed"))
                                                    .addField(
                                                            FieldDescriptorProto.newBuilder()
                                                                    .setName("by_whom")
                                                                    .setNumber(1)
                                                                    .setType(
                                                                            FieldDescriptorProto
                                                                                    .Type
                                                                                    .TYPE_STRING)
                                                                    .setLabel(
                                                                            FieldDescriptorProto
                                                                                    .Label
                                                                                    .LABEL_OPTIONAL))))
                    .build();

    @Test
    void shows_payloads_by_the_type_name_without_a_class() throws IOException {
        MessageSchemas schemas = read(set(EventOptions.getDescriptor()).addFile(GONE).build());
        byte[] payload = {10, 3, 'A', 'd', 'a'};
        assertEquals(Optional.of("{\"byWhom\":\"Ada\"}"), schemas.text("cart-closed", payload));
        assertEquals(Optional.of("{\"1\":[\"QWRh\"]}"), schemas.text("gone.Around", payload));
        assertEquals(Optional.empty(), schemas.text("Closed", payload));
    }

    @Test
    void reads_what_protoc_writes() throws IOException {
        InputStream file =
                new ByteArrayInputStream(
                        set(ItemAdded.getDescriptor().getFile()).build().toByteArray());
        byte[] payload = ItemAdded.newBuilder().setSku("tea").setQuantity(2).build().toByteArray();
        // example:begin text
        MessageSchemas schemas = MessageSchemas.read(file); // as getResourceAsStream("/shop.desc")
        Optional<String> json = schemas.text("item-added", payload); // {"sku":"tea","quantity":2}
        // example:end
        assertEquals(Optional.of("{\"sku\":\"tea\",\"quantity\":2}"), json);
    }

    @Test
    void knows_the_names_that_generated_classes_have() throws IOException {
        MessageSchemas schemas = read(set(ItemAdded.getDescriptor().getFile()).build());
        byte[] payload = ItemRemoved.newBuilder().setSku("tea").build().toByteArray();
        assertEquals(Optional.of("{\"sku\":\"tea\"}"), schemas.text("item-added", payload));
        assertEquals(Optional.of("{\"sku\":\"tea\"}"), schemas.text("shop.ItemRemoved", payload));
    }

    @Test
    void refuses_a_set_without_its_imports() {
        FileDescriptorSet alone = FileDescriptorSet.newBuilder().addFile(GONE).build();
        String message = assertThrows(DefinitionException.class, () -> read(alone)).getMessage();
        assertTrue(message.contains("annals/event.proto"), message);
        assertTrue(message.contains("--include_imports"), message);
    }

    @Test
    void refuses_two_messages_of_one_name() {
        FileDescriptorSet twice =
                set(ItemAdded.getDescriptor().getFile())
                        .addFile(ArticleAdded.getDescriptor().getFile().toProto())
                        .build();
        String message = assertThrows(DefinitionException.class, () -> read(twice)).getMessage();
        assertTrue(message.contains("'item-added'"), message);
    }

    @Test
    void refuses_a_file_that_is_none_or_contradicts_itself() {
        assertThrows(
                InvalidProtocolBufferException.class,
                () -> MessageSchemas.read(new ByteArrayInputStream(new byte[] {1, 2, 3})));
        FileDescriptorProto twin =
                FileDescriptorProto.newBuilder()
                        .setName("twin.proto")
                        .addMessageType(DescriptorProto.newBuilder().setName("A"))
                        .addMessageType(DescriptorProto.newBuilder().setName("A"))
                        .build();
        String message =
                assertThrows(
                                DefinitionException.class,
                                () -> read(FileDescriptorSet.newBuilder().addFile(twin).build()))
                        .getMessage();
        assertTrue(message.contains("twin.proto"), message);
    }

    private static MessageSchemas read(FileDescriptorSet set) throws IOException {
        return MessageSchemas.read(new ByteArrayInputStream(set.toByteArray()));
    }

    /** As protoc writes it with --include_imports. */
    private static FileDescriptorSet.Builder set(FileDescriptor file) {
        Set<FileDescriptor> files = new LinkedHashSet<>();
        collect(file, files);
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        files.forEach(each -> set.addFile(each.toProto()));
        return set;
    }

    private static void collect(FileDescriptor file, Set<FileDescriptor> files) {
        file.getDependencies().forEach(imported -> collect(imported, files));
        files.add(file);
    }
}
