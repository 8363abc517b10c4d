package io.annals.es.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.annals.es.EventSourcingException;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import io.annals.testing.cart.CartEvent.Opened;
import io.annals.testing.kinds.Colour;
import io.annals.testing.kinds.Kinds;
import io.annals.testing.shop.Folder;
import io.annals.testing.shop.ItemAdded;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    private final EventSerializer serializer =
            EventFormats.of(new JsonbEventSerializer(), List.of(new ProtobufEventSerializer()));

    @Test
    void shows_messages_and_records_as_json() {
        ItemAdded added = ItemAdded.newBuilder().setSku("tea").setQuantity(2).build();
        assertEquals(
                "{\"sku\":\"tea\",\"quantity\":2}",
                serializer.text(added.toByteArray(), ItemAdded.class));
        assertEquals("{}", serializer.text(new byte[0], ItemAdded.class));
        assertEquals(
                "{\"customer\":\"Ada\"}",
                serializer.text(serializer.serialize(new Opened("Ada")), Opened.class));
    }

    @Test
    void shows_every_kind_of_field_as_protobufs_own_mapping_does() {
        Kinds kinds =
                Kinds.newBuilder()
                        .setFlag(true)
                        .setSmallNatural(-1)
                        .setLarge(Long.MIN_VALUE)
                        .setNatural(-1)
                        .setFraction(0.5)
                        .setOtherFraction(Float.NaN)
                        .setText("a\"b\\c\nd\u00e9\ud83d\ude00")
                        .setRaw(ByteString.copyFrom(new byte[] {0, -1}))
                        .addColours(Colour.RED)
                        .addColoursValue(7)
                        .putByNumber(3, Kinds.newBuilder().setRight("").build())
                        .setAnything(
                                Any.newBuilder()
                                        .setTypeUrl("x/y")
                                        .setValue(ByteString.copyFromUtf8("v")))
                        .setLeft(-5)
                        .build();
        String text = serializer.text(kinds.toByteArray(), Kinds.class);
        assertEquals(
                """
                {"flag":true,"smallNatural":4294967295,"large":"-9223372036854775808",\
                "natural":"18446744073709551615","fraction":0.5,"otherFraction":"NaN",\
                "text":"a\\"b\\\\c\\u000adé😀","raw":"AP8=","colours":["RED",7],\
                "byNumber":{"3":{"right":""}},"anything":{"typeUrl":"x/y","value":"dg=="},"left":-5}""",
                text);
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            assertEquals(kinds.getText(), json.getString("text"));
        }
    }

    @Test
    void shows_unknown_fields_by_their_numbers() {
        UnknownFieldSet group =
                UnknownFieldSet.newBuilder()
                        .addField(1, UnknownFieldSet.Field.newBuilder().addFixed32(-1).build())
                        .build();
        ItemAdded added =
                ItemAdded.newBuilder()
                        .setSku("tea")
                        .setUnknownFields(
                                UnknownFieldSet.newBuilder()
                                        .addField(
                                                8,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(-1)
                                                        .addFixed64(2)
                                                        .addLengthDelimited(
                                                                ByteString.copyFromUtf8("v"))
                                                        .addGroup(group)
                                                        .build())
                                        .build())
                        .build();
        assertEquals(
                "{\"sku\":\"tea\",\"8\":[\"18446744073709551615\",\"2\",\"dg==\",{\"1\":[4294967295]}]}",
                serializer.text(added.toByteArray(), ItemAdded.class));
    }

    @Test
    void refuses_what_is_no_message_or_nested_too_deeply() {
        assertRefused("{\"sku\":\"the password\"}".getBytes(UTF_8), ItemAdded.class);
        Folder folder = Folder.getDefaultInstance();
        for (int i = 0; i < 102; i++) {
            folder = Folder.newBuilder().addFolders(folder).build();
        }
        assertRefused(folder.toByteArray(), Folder.class);
    }

    private void assertRefused(byte[] payload, Class<?> type) {
        ProtobufEventSerializerTest.assertSilent(
                assertThrows(EventSourcingException.class, () -> serializer.text(payload, type)));
    }
}
