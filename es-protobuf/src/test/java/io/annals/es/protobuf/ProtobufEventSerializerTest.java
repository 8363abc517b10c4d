package io.annals.es.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.annals.es.EventSourcingException;
import io.annals.testing.kinds.Kinds;
import io.annals.testing.kinds.Required;
import io.annals.testing.kinds.RequiredOuterClass;
import io.annals.testing.shop.Folder;
import io.annals.testing.shop.ItemAdded;
import io.annals.testing.store.ArticleAdded;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProtobufEventSerializerTest {

    private static final String SECRET = "the password";

    private final ProtobufEventSerializer serializer = new ProtobufEventSerializer();

    @Test
    void gives_back_the_message_that_was_written() {
        ItemAdded added =
                ItemAdded.newBuilder().setSku("tea").setQuantity(2).putLabels("a", "b").build();
        assertEquals(added, read(serializer.serialize(added), ItemAdded.class));
        assertEquals(
                ItemAdded.getDefaultInstance(),
                read(serializer.serialize(ItemAdded.getDefaultInstance()), ItemAdded.class));
        assertEquals("application/protobuf", serializer.mediaType(ItemAdded.class));
    }

    @Test
    void covers_messages_and_nothing_else() {
        assertTrue(serializer.covers(ItemAdded.class));
        assertFalse(serializer.covers(ItemAdded.Builder.class));
        assertFalse(serializer.covers(Record.class));
    }

    @Test
    void writes_equal_messages_as_equal_bytes() {
        int[] keys = IntStream.range(0, 50).toArray();
        ItemAdded.Builder up = ItemAdded.newBuilder();
        ItemAdded.Builder down = ItemAdded.newBuilder();
        for (int key : keys) {
            up.putLabels("k" + key, "v");
            down.putLabels("k" + (keys.length - 1 - key), "v");
        }
        assertEquals(up.build(), down.build());
        assertArrayEquals(serializer.serialize(up.build()), serializer.serialize(down.build()));
    }

    @Test
    void reads_an_older_event_with_defaults_and_keeps_what_it_does_not_know() {
        ArticleAdded older =
                ArticleAdded.newBuilder().setSku("tea").setQuantity(2).setCoupon("SPRING").build();
        ItemAdded now = read(serializer.serialize(older), ItemAdded.class);
        assertEquals("tea", now.getSku());
        assertEquals(2, now.getQuantity());
        assertEquals(0, now.getCents());
        assertEquals(older, read(serializer.serialize(now), ArticleAdded.class));
    }

    @Test
    void reads_a_newer_event_by_an_older_class_and_keeps_what_it_does_not_know() {
        ItemAdded newer =
                ItemAdded.newBuilder().setSku("tea").setCents(300).putLabels("a", "b").build();
        ArticleAdded then = read(serializer.serialize(newer), ArticleAdded.class);
        assertEquals("tea", then.getSku());
        assertEquals(newer, read(serializer.serialize(then), ItemAdded.class));
    }

    @Test
    void does_not_resolve_extensions_and_anything_but_keeps_them() {
        Required extended =
                Required.newBuilder()
                        .setText("a")
                        .setExtension(RequiredOuterClass.extra, "more")
                        .build();
        byte[] bytes = serializer.serialize(extended);
        Required read = read(bytes, Required.class);
        assertFalse(read.hasExtension(RequiredOuterClass.extra));
        assertArrayEquals(bytes, serializer.serialize(read));

        Kinds unknown =
                Kinds.newBuilder()
                        .setAnything(
                                Any.newBuilder()
                                        .setTypeUrl("type.googleapis.com/no.such.Message")
                                        .setValue(ByteString.copyFromUtf8("anything")))
                        .build();
        assertEquals(unknown, read(serializer.serialize(unknown), Kinds.class));
    }

    @Test
    void refuses_bytes_that_are_no_such_message_and_tells_nothing_of_them() {
        byte[] whole =
                serializer.serialize(ItemAdded.newBuilder().setSku(SECRET).setCents(1).build());
        assertUnreadable(Arrays.copyOf(whole, whole.length - 4), ItemAdded.class);
        assertUnreadable(
                "{\"sku\":\"%s\",\"quantity\":1}".formatted(SECRET).getBytes(UTF_8),
                ItemAdded.class);
        byte[] noText = whole.clone();
        noText[3] = (byte) 0xff;
        assertUnreadable(noText, ItemAdded.class);
        assertUnreadable(new byte[] {0, 0}, ItemAdded.class);
        assertUnreadable(new byte[0], Required.class);
    }

    @Test
    void refuses_what_is_nested_too_deeply_before_it_is_stored_and_when_it_is_read() {
        Folder deep = nested(100);
        assertEquals(deep, read(serializer.serialize(deep), Folder.class));
        assertUnwritable(nested(102), "nested 100 deep");
        assertUnreadable(nested(102).toByteArray(), Folder.class);
    }

    @Test
    void refuses_to_write_a_message_that_lacks_a_required_field() {
        assertUnwritable(Required.newBuilder().buildPartial(), "lacks a required field");
    }

    private void assertUnwritable(Message message, String reason) {
        EventSourcingException refused =
                assertThrows(EventSourcingException.class, () -> serializer.serialize(message));
        assertTrue(refused.getMessage().contains(message.getClass().getName()));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertSilent(refused);
    }

    private void assertUnreadable(byte[] payload, Class<?> type) {
        EventSourcingException refused =
                assertThrows(
                        EventSourcingException.class, () -> serializer.deserialize(payload, type));
        assertTrue(refused.getMessage().contains(type.getName()), refused.getMessage());
        assertSilent(refused);
    }

    /** Neither text of the message nor the message as far as it was read is in any cause. */
    static void assertSilent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause).contains(SECRET), String.valueOf(cause));
            assertFalse(cause instanceof InvalidProtocolBufferException);
        }
    }

    private static Folder nested(int levels) {
        Folder folder = Folder.newBuilder().setName(SECRET).build();
        for (int i = 0; i < levels; i++) {
            folder = Folder.newBuilder().addFolders(folder).build();
        }
        return folder;
    }

    private <E> E read(byte[] bytes, Class<E> type) {
        return serializer.deserialize(bytes, type);
    }
}
