package io.annals.es.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The structured content mode: attributes and data together, as JSON in the record's value. */
final class Structured {

    static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private Structured() {}

    /** What tells the mode, and which event it is without a look into the value. */
    static Headers headers(CloudEvent event) {
        Headers headers = new RecordHeaders();
        headers.add(Binary.CONTENT_TYPE, (MEDIA_TYPE + "; charset=UTF-8").getBytes(UTF_8));
        for (String attribute :
                List.of(CloudEvent.ID, CloudEvent.POSITION, CloudEvent.STREAM_VERSION)) {
            Binary.add(headers, attribute, event.get(attribute));
        }
        return headers;
    }

    static byte[] value(CloudEvent event) {
        JsonObjectBuilder builder = JSON.createObjectBuilder();
        builder.add(CloudEvent.SPEC_VERSION, CloudEvent.SUPPORTED);
        new TreeMap<>(event.attributes()).forEach(builder::add);
        if (!isJson(event.get(CloudEvent.DATA_CONTENT_TYPE))) {
            builder.add(DATA_BASE64, Base64.getEncoder().encodeToString(event.data()));
            return builder.build().toString().getBytes(UTF_8);
        }
        // The data are JSON already, and stay as they are to the last digit.
        byte[] attributes = builder.build().toString().getBytes(UTF_8);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(attributes, 0, attributes.length - 1);
        value.writeBytes((",\"" + DATA + "\":").getBytes(UTF_8));
        value.writeBytes(event.data());
        value.write('}');
        return value.toByteArray();
    }

    static CloudEvent read(byte[] value) {
        JsonObject json = parse(value);
        Map<String, String> attributes = new TreeMap<>();
        json.forEach(
                (name, member) -> {
                    if (member.getValueType() != JsonValue.ValueType.NULL) {
                        attributes.put(name, text(member));
                    }
                });
        attributes.remove(DATA);
        String base64 = attributes.remove(DATA_BASE64);
        CloudEvent.requireSupported(String.valueOf(attributes.remove(CloudEvent.SPEC_VERSION)));
        JsonValue data = json.getOrDefault(DATA, JsonValue.NULL);
        return new CloudEvent(
                attributes,
                base64 == null
                        ? data.toString().getBytes(UTF_8)
                        : Base64.getDecoder().decode(base64));
    }

    private static JsonObject parse(byte[] value) {
        try (JsonReader reader = JSON.createReader(new ByteArrayInputStream(value))) {
            return reader.readObject();
        } catch (RuntimeException | StackOverflowError e) { // some parsers have no own exception
            // Without the cause, whose message quotes the value.
            throw new IllegalArgumentException(
                    "its value is no JSON object, as its content-type says, or is nested too deeply");
        }
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }

    private static boolean isJson(String mediaType) {
        String type = mediaType.split(";", 2)[0].strip();
        return type.equals("application/json") || type.endsWith("+json");
    }
}
