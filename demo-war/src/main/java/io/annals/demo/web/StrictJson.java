package io.annals.demo.web;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the shop speaks it. JSON-B would read the text "3" as the number 3 and the number 3 as
 * the text "3"; here a value of a wrong type reads as null, which validation then reports together
 * with all other offending fields.
 *
 * <p>Nulls are written, so that a response always has all its fields.
 */
@Provider
public class StrictJson implements ContextResolver<Jsonb> {

    private final Jsonb jsonb =
            JsonbBuilder.create(
                    new JsonbConfig()
                            .withNullValues(true)
                            .withDeserializers(new Text(), new WholeInt(), new WholeLong()));

    @Override
    public Jsonb getContext(Class<?> type) {
        return jsonb;
    }

    static final class Text implements JsonbDeserializer<@Nullable String> {

        @Override
        public @Nullable String deserialize(
                JsonParser parser, DeserializationContext context, Type type) {
            return parser.getValue() instanceof JsonString text ? text.getString() : null;
        }
    }

    static final class WholeInt implements JsonbDeserializer<@Nullable Integer> {

        @Override
        public @Nullable Integer deserialize(
                JsonParser parser, DeserializationContext context, Type type) {
            Long number = wholeNumber(parser.getValue());
            return number == null || number != number.intValue()
                    ? null
                    : (Integer) number.intValue();
        }
    }

    static final class WholeLong implements JsonbDeserializer<@Nullable Long> {

        @Override
        public @Nullable Long deserialize(
                JsonParser parser, DeserializationContext context, Type type) {
            return wholeNumber(parser.getValue());
        }
    }

    private static @Nullable Long wholeNumber(JsonValue value) {
        if (value instanceof JsonNumber number && number.isIntegral()) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException tooBig) {
                return null;
            }
        }
        return null;
    }
}
