package io.annals.demo.web;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Type;
import java.util.regex.Pattern;
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

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

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
            Long number = wholeNumber(parser);
            return number == null || number != number.intValue()
                    ? null
                    : (Integer) number.intValue();
        }
    }

    static final class WholeLong implements JsonbDeserializer<@Nullable Long> {

        @Override
        public @Nullable Long deserialize(
                JsonParser parser, DeserializationContext context, Type type) {
            return wholeNumber(parser);
        }
    }

    /** As it is written: 1e0 would be a whole number, too, and 10e-1 and 1.0 would not. */
    private static @Nullable Long wholeNumber(JsonParser parser) {
        if (parser.getValue() instanceof JsonNumber
                && WHOLE.matcher(parser.getString()).matches()) {
            try {
                return Long.valueOf(parser.getString());
            } catch (NumberFormatException tooBig) {
                return null;
            }
        }
        return null;
    }
}
