package io.annals.es.jackson;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;

/** Reads trees of JSON-P, which is looked for when there is one to read. */
final class JsonTrees {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    private JsonTrees() {}

    static JsonObject parse(String json) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
            parser.next();
            JsonObject tree = parser.getObject();
            if (parser.hasNext()) { // throws, as a rule
                throw new JsonException("something follows the object");
            }
            return tree;
        }
    }
}
