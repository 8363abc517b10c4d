package io.annals.es.jackson;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdKeySerializers;

/** Refuses keys of maps that would be written as what toString() tells, and could not be read. */
final class ReadableKeys extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifyKeySerializer(
            SerializationConfig config,
            JavaType key,
            BeanDescription description,
            JsonSerializer<?> serializer) {
        String name = key.getRawClass().getName();
        if (serializer instanceof StdKeySerializers.Default && !name.startsWith("java.")) {
            throw new RefusedClassException(
                    "%s as the key of a map: it is no text. Say with @JsonKey which it is"
                            .formatted(name));
        }
        return serializer;
    }
}
