package io.annals.es.jackson;

import static com.fasterxml.jackson.databind.cfg.CoercionAction.Fail;
import static com.fasterxml.jackson.databind.cfg.CoercionAction.TryConvert;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Boolean;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.EmptyString;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Float;
import static com.fasterxml.jackson.databind.cfg.CoercionInputShape.Integer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.StorageSettings;
import java.io.IOException;
import java.net.URI;

/** Makes the mapper for events: the JSON of JSON-B, strictly read, and no class from data. */
final class EventMapper {

    /** Reading a number takes longer the more digits it has, by more than their number. */
    private static final int MOST_DIGITS = 100_000;

    private EventMapper() {}

    static ObjectMapper create(FieldRules fields) {
        JsonMapper.Builder mapper =
                JsonMapper.builder(
                        // What is not UTF-8 is malformed, not in another encoding.
                        JsonFactory.builder()
                                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                                .streamReadConstraints(readWhatIsWritten())
                                .build());
        writeAsJsonbDoes(mapper);
        readStrictly(mapper);
        apply(fields, mapper);
        return mapper.addModules(new Jdk8Module(), new JavaTimeModule(), asJsonbDoes())
                .annotationIntrospector(new EventAnnotations())
                .polymorphicTypeValidator(new NoClassNames())
                .build();
    }

    private static StreamReadConstraints readWhatIsWritten() {
        return StreamReadConstraints.builder()
                .maxNumberLength(MOST_DIGITS)
                .maxNameLength(StorageSettings.LARGEST_PAYLOAD)
                .build();
    }

    private static void writeAsJsonbDoes(JsonMapper.Builder mapper) {
        mapper.accessorNaming(new RecordsByComponents())
                .enable(
                        MapperFeature.SORT_PROPERTIES_ALPHABETICALLY,
                        MapperFeature.USE_STD_BEAN_NAMING,
                        MapperFeature.PROPAGATE_TRANSIENT_MARKER)
                .disable(
                        MapperFeature.SORT_CREATOR_PROPERTIES_FIRST,
                        MapperFeature.USE_GETTERS_AS_SETTERS)
                .enable(
                        SerializationFeature.WRITE_CHAR_ARRAYS_AS_JSON_ARRAYS,
                        SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        SerializationFeature.FAIL_ON_EMPTY_BEANS,
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(
                                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
    }

    private static void readStrictly(JsonMapper.Builder mapper) {
        mapper.disable(
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(to -> to.setCoercion(EmptyString, Fail))
                .withCoercionConfig(URI.class, to -> to.setCoercion(EmptyString, TryConvert))
                .withCoercionConfig(
                        LogicalType.Textual,
                        to ->
                                to.setCoercion(Integer, Fail)
                                        .setCoercion(Float, Fail)
                                        .setCoercion(Boolean, Fail));
    }

    private static void apply(FieldRules fields, JsonMapper.Builder mapper) {
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, fields.unknownFail());
        if (fields.missingFail()) {
            mapper.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
        }
    }

    private static SimpleModule asJsonbDoes() {
        SimpleModule module = new SimpleModule("annals-events");
        module.addSerializer(byte[].class, new Bytes());
        RefusedTypes.addTo(module);
        module.setSerializerModifier(new ReadableKeys());
        return module;
    }

    /** As JSON-B does by default; Jackson reads that, and Base64 as well. */
    private static final class Bytes extends StdSerializer<byte[]> {

        private static final long serialVersionUID = 1L;

        Bytes() {
            super(byte[].class);
        }

        @Override
        public void serialize(byte[] bytes, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartArray(bytes, bytes.length);
            for (byte one : bytes) {
                json.writeNumber(one);
            }
            json.writeEndArray();
        }
    }
}
