package io.annals.es.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.annals.es.spi.WithoutText;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A message as JSON for people, by its descriptor. As protobuf's own JSON mapping, but without
 * special forms for well-known types, and with unknown fields by their numbers.
 */
final class JsonText {

    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Descriptor message, byte[] payload) {
        try {
            JsonText json = new JsonText();
            json.message(
                    DynamicMessage.newBuilder(message)
                            .mergeFrom(payload, ExtensionRegistryLite.getEmptyRegistry())
                            .buildPartial());
            return json.text.toString();
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            throw WithoutText.failure(
                    "read protobuf as a message " + message.getFullName(), e, cause -> "");
        }
    }

    private void message(Message message) {
        text.append('{');
        message.getAllFields().forEach((field, value) -> member(field.getJsonName(), field, value));
        unknown(message.getUnknownFields());
        close('}');
    }

    private void member(String name, FieldDescriptor field, Object value) {
        key(name);
        if (field.isMapField()) {
            map((List<?>) value);
        } else if (field.isRepeated()) {
            array((List<?>) value, element -> value(field, element));
        } else {
            value(field, value);
        }
        text.append(',');
    }

    private void map(List<?> entries) {
        text.append('{');
        for (Object each : entries) {
            Message entry = (Message) each;
            List<FieldDescriptor> fields = entry.getDescriptorForType().getFields();
            key(String.valueOf(entry.getField(fields.get(0))));
            value(fields.get(1), entry.getField(fields.get(1)));
            text.append(',');
        }
        close('}');
    }

    private void value(FieldDescriptor field, Object value) {
        switch (field.getJavaType()) {
            case MESSAGE -> message((Message) value);
            case ENUM -> enumValue((EnumValueDescriptor) value);
            case STRING -> string((String) value);
            case BYTE_STRING -> bytes((ByteString) value);
            case BOOLEAN -> text.append(value);
            case INT -> text.append(isUnsigned(field) ? unsigned((Integer) value) : value);
            case LONG -> string(isUnsigned(field) ? unsigned((Long) value) : value.toString());
            case FLOAT, DOUBLE -> fraction((Number) value);
        }
    }

    private void enumValue(EnumValueDescriptor value) {
        boolean known = value.getIndex() >= 0;
        if (known) {
            string(value.getName());
        } else {
            text.append(value.getNumber());
        }
    }

    private void fraction(Number value) {
        if (Double.isFinite(value.doubleValue())) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void unknown(UnknownFieldSet fields) {
        for (Map.Entry<Integer, UnknownFieldSet.Field> entry : fields.asMap().entrySet()) {
            UnknownFieldSet.Field field = entry.getValue();
            key(entry.getKey().toString());
            text.append('[');
            elements(field.getVarintList(), value -> string(unsigned(value)));
            elements(field.getFixed32List(), value -> text.append(unsigned(value)));
            elements(field.getFixed64List(), value -> string(unsigned(value)));
            elements(field.getLengthDelimitedList(), this::bytes);
            elements(
                    field.getGroupList(),
                    group -> {
                        text.append('{');
                        unknown(group);
                        close('}');
                    });
            close(']');
            text.append(',');
        }
    }

    private <T> void array(List<T> values, Consumer<? super T> writer) {
        text.append('[');
        elements(values, writer);
        close(']');
    }

    private <T> void elements(List<T> values, Consumer<? super T> writer) {
        for (T value : values) {
            writer.accept(value);
            text.append(',');
        }
    }

    private void key(String name) {
        string(name);
        text.append(':');
    }

    private void bytes(ByteString bytes) {
        string(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** In the place of the comma after the last element, where there is one. */
    private void close(char bracket) {
        int last = text.length() - 1;
        if (text.charAt(last) == ',') {
            text.setLength(last);
        }
        text.append(bracket);
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            default -> false;
        };
    }

    private static String unsigned(int value) {
        return Integer.toUnsignedString(value);
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }
}
