package io.annals.es.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdKeySerializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Refuses keys of maps that would be written as what toString() tells, and could not be read. */
final class ReadableKeys extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    /** Those of Java, besides texts, enums and what {@code java.time} has. */
    private static final Set<Class<?>> READABLE =
            Set.of(
                    Boolean.class,
                    Character.class,
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    BigInteger.class,
                    BigDecimal.class,
                    UUID.class,
                    URI.class,
                    URL.class,
                    Locale.class,
                    Currency.class,
                    Date.class);

    @Override
    public JsonSerializer<?> modifyKeySerializer(
            SerializationConfig config,
            JavaType key,
            BeanDescription description,
            JsonSerializer<?> serializer) {
        if (serializer instanceof StdKeySerializers.Dynamic) {
            return new Texts();
        }
        if (serializer instanceof StdKeySerializers.Default && !isReadable(key.getRawClass())) {
            throw refused(key.getRawClass(), "it is no text. Say with @JsonKey which it is");
        }
        return serializer;
    }

    private static boolean isReadable(Class<?> key) {
        return READABLE.contains(key) || key.getPackageName().equals("java.time");
    }

    private static RefusedClassException refused(Class<?> key, String why) {
        return new RefusedClassException(
                "%s as the key of a map: %s".formatted(key.getName(), why));
    }

    /** Where the type of the keys is not declared: they are read as texts. */
    private static final class Texts extends StdSerializer<Object> {

        private static final long serialVersionUID = 1L;

        Texts() {
            super(Object.class);
        }

        @Override
        public void serialize(Object key, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            if (!(key instanceof String text)) {
                throw refused(
                        key.getClass(),
                        "it would be read as a text. Declare the type of the map's keys");
            }
            json.writeFieldName(text);
        }
    }
}
