package io.annals.server;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.StringReader;

/** JSON to compare answers with. */
final class Answers {

    private Answers() {}

    static JsonStructure json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        }
    }

    /** A number that a probe tells: Payara tells it as a text. */
    static long number(JsonObject data, String key) {
        return Server.UNDER_TEST == Server.PAYARA
                ? Long.parseLong(data.getString(key))
                : data.getJsonNumber(key).longValueExact();
    }

    /** The objects of an array with these members only. */
    static JsonArray pick(JsonArray array, String... members) {
        JsonArrayBuilder picked = Json.createArrayBuilder();
        for (JsonObject object : array.getValuesAs(JsonObject.class)) {
            JsonObjectBuilder part = Json.createObjectBuilder();
            for (String member : members) {
                part.add(member, object.get(member));
            }
            picked.add(part);
        }
        return picked.build();
    }
}
