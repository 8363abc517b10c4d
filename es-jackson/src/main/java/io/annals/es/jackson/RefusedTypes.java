package io.annals.es.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

/** Refuses values that are classes: Jackson would load and initialise whatever JSON names. */
final class RefusedTypes {

    private RefusedTypes() {}

    static void addTo(SimpleModule module) {
        add(Class.class, module);
        add(JavaType.class, module);
    }

    private static <T> void add(Class<T> type, SimpleModule module) {
        module.addSerializer(type, new Unwritten<>(type))
                .addDeserializer(type, new Unread<>(type))
                .addKeyDeserializer(type, new UnreadKey(type));
    }

    private static RefusedClassException refused(Class<?> type) {
        return new RefusedClassException(
                "a value of type %s: JSON may name no class. Use an enum or a text"
                        .formatted(type.getName()));
    }

    private static final class Unwritten<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1L;

        Unwritten(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) {
            throw refused(handledType());
        }

        @Override
        public void serializeWithType(
                T value, JsonGenerator json, SerializerProvider provider, TypeSerializer type) {
            throw refused(handledType());
        }
    }

    private static final class Unread<T> extends StdDeserializer<T> {

        private static final long serialVersionUID = 1L;

        Unread(Class<T> type) {
            super(type);
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) {
            throw refused(handledType());
        }
    }

    private static final class UnreadKey extends KeyDeserializer {

        private final Class<?> type;

        UnreadKey(Class<?> type) {
            this.type = type;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            throw refused(type);
        }
    }
}
