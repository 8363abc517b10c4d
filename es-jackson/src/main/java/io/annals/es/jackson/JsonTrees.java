package io.annals.es.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;

/**
 * Makes trees of JSON-P from the tokens of Jackson, and tokens from trees. Jackson's tokens go both
 * ways faster than text does. JSON-P is looked for when there is a tree to make.
 */
final class JsonTrees {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    private JsonTrees() {}

    /** The one object that the parser, which is at the beginning, has; nothing may follow it. */
    static JsonObject read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonException("there is no object");
        }
        JsonObject tree = object(json);
        if (json.nextToken() != null) {
            throw new JsonException("something follows the object");
        }
        return tree;
    }

    private static JsonObject object(JsonParser json) throws IOException {
        JsonObjectBuilder object = BUILDERS.createObjectBuilder();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            object.add(name, value(json));
        }
        return object.build();
    }

    private static JsonArray array(JsonParser json) throws IOException {
        JsonArrayBuilder array = BUILDERS.createArrayBuilder();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array.build();
    }

    private static JsonValue value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> JSON.createValue(json.getText());
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> JSON.createValue(json.getDecimalValue());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_NULL -> JsonValue.NULL;
            default -> throw new JsonException("there is no value");
        };
    }

    private static JsonNumber integer(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> JSON.createValue(json.getIntValue());
            case LONG -> JSON.createValue(json.getLongValue());
            default -> JSON.createValue(json.getBigIntegerValue());
        };
    }

    /** Writes a value, and all that is in it. */
    static void write(JsonValue value, JsonGenerator json) throws IOException {
        switch (value.getValueType()) {
            case OBJECT -> {
                json.writeStartObject();
                for (Map.Entry<String, JsonValue> field : value.asJsonObject().entrySet()) {
                    json.writeFieldName(field.getKey());
                    write(field.getValue(), json);
                }
                json.writeEndObject();
            }
            case ARRAY -> {
                json.writeStartArray();
                for (JsonValue one : value.asJsonArray()) {
                    write(one, json);
                }
                json.writeEndArray();
            }
            case STRING -> json.writeString(((JsonString) value).getString());
            case NUMBER -> number((JsonNumber) value, json);
            case TRUE -> json.writeBoolean(true);
            case FALSE -> json.writeBoolean(false);
            case NULL -> json.writeNull();
        }
    }

    private static void number(JsonNumber number, JsonGenerator json) throws IOException {
        if (!number.isIntegral()) {
            json.writeNumber(number.bigDecimalValue());
            return;
        }
        BigInteger integer = number.bigIntegerValue();
        if (integer.bitLength() < Integer.SIZE) {
            json.writeNumber(integer.intValue());
        } else if (integer.bitLength() < Long.SIZE) {
            json.writeNumber(integer.longValue());
        } else {
            json.writeNumber(integer);
        }
    }
}
