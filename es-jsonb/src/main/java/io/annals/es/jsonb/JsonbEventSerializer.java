package io.annals.es.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.TreeSerializer;
import io.annals.es.spi.WithoutText;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serialises events as JSON in UTF-8.
 *
 * <p>Thread-safe. Which class to read is always the caller's decision: nothing in the JSON names
 * one, unless the event class itself asks for type aliases with JSON-B's own annotations. Unknown
 * fields are ignored; a missing one is null, 0, false or an empty {@code Optional}, unless {@link
 * FieldRules} say otherwise. A value of another type is refused or, where the provider knows how,
 * converted (Yasson cuts a number that is too large for an {@code int}), so a field that gets
 * another type needs a new event type or revision.
 *
 * <p>Failures are an {@link EventSourcingException} that tells the event class, the kind of failure
 * and where in the JSON it was, but nothing of the JSON: neither its message nor its causes' do.
 *
 * <p>In a container it is a CDI bean of its own accord; elsewhere call a constructor.
 */
public class JsonbEventSerializer implements TreeSerializer<JsonObject> {

    private static final String REFUSE_UNKNOWN = "jsonb.fail-on-unknown-properties";
    private static final String REFUSE_UNKNOWN_ON_JOHNZON = "johnzon.fail-on-unknown-properties";
    private static final char REPLACEMENT = '\uFFFD';

    private final Jsonb jsonb;
    private final JsonParserFactory parsers;
    private final TreeReader trees;

    /** Uses the JSON-B provider as it comes. */
    public JsonbEventSerializer() {
        this(new JsonbConfig());
    }

    /**
     * For a container: uses the JSON-B provider, and does with fields as is set, if anything is.
     */
    @Inject
    public JsonbEventSerializer(Instance<FieldRules> fields) {
        this(fields.isResolvable() ? fields.get() : FieldRules.defaults());
    }

    /**
     * Uses the JSON-B provider, and does so with fields. Values are missing where a constructor or
     * factory method takes them, as that of a record; those of setters may be.
     */
    public JsonbEventSerializer(FieldRules fields) {
        this(config(fields));
    }

    /** Uses the JSON-B provider with this configuration. */
    public JsonbEventSerializer(JsonbConfig config) {
        this(JsonbBuilder.create(config));
    }

    /**
     * Uses this JSON-B, which must be thread-safe and is not closed here.
     *
     * @throws EventSourcingException if it mixes texts that are written at the same time, as with
     *     Eclipse Parsson before 1.1.1
     */
    public JsonbEventSerializer(Jsonb jsonb) {
        MixedTexts.refuse(jsonb);
        this.jsonb = jsonb;
        this.parsers = JsonProvider.provider().createParserFactory(Map.of());
        this.trees = new TreeReader(jsonb, parsers);
    }

    private static JsonbConfig config(FieldRules fields) {
        JsonbConfig config = new JsonbConfig();
        if (fields.unknownFail()) {
            config.setProperty(REFUSE_UNKNOWN, true).setProperty(REFUSE_UNKNOWN_ON_JOHNZON, true);
        }
        if (fields.missingFail()) {
            config.withCreatorParametersRequired(true).withNullValues(true);
        }
        return config;
    }

    @Override
    public String mediaType(Class<?> eventClass) {
        return "application/json";
    }

    @Override
    public byte[] serialize(Object event) {
        try {
            // A String: the provider is twice as fast with it as with a stream.
            return jsonb.toJson(event).getBytes(UTF_8);
        } catch (RuntimeException | StackOverflowError e) {
            throw WithoutText.failure(
                    "write an event of " + event.getClass() + " as JSON",
                    e,
                    JsonbEventSerializer::details);
        }
    }

    @Override
    public JsonObject parse(byte[] payload) {
        try (JsonParser parser = parsers.createParser(new StringReader(text(payload)))) {
            parser.next();
            JsonObject tree = parser.getObject();
            if (parser.hasNext()) { // throws, as a rule
                throw new JsonException("something follows the object");
            }
            return tree;
        } catch (RuntimeException | CharacterCodingException | StackOverflowError e) {
            throw WithoutText.failure("parse JSON", e, JsonbEventSerializer::details);
        }
    }

    @Override
    public <E> E bind(JsonObject tree, Class<E> eventClass) {
        return read(() -> trees.read(tree, eventClass), eventClass);
    }

    @Override
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        return read(() -> jsonb.fromJson(text(payload), eventClass), eventClass);
    }

    private static <E> E read(Reading<E> reading, Class<E> eventClass) {
        @Nullable E event;
        try {
            event = reading.event();
        } catch (RuntimeException | CharacterCodingException | StackOverflowError e) {
            throw WithoutText.failure(
                    "read JSON as an event of " + eventClass, e, JsonbEventSerializer::details);
        }
        if (event == null) {
            throw new EventSourcingException(
                    "Could not read JSON as an event of %s: it is null. Expected an object"
                            .formatted(eventClass));
        }
        return event;
    }

    @Override
    public String text(byte[] payload, Class<?> eventClass) {
        return new String(payload, UTF_8);
    }

    /**
     * A String's constructor is fast, but puts a character of its own in the place of malformed
     * bytes; where one is, the decoder, which is not, tells them from that character.
     */
    private static String text(byte[] payload) throws CharacterCodingException {
        String text = new String(payload, UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    }

    private static String details(Throwable failure) {
        if (failure instanceof IllegalAccessException) {
            return " (JSON-B needs public classes with public constructors and accessors)";
        }
        return failure instanceof JsonParsingException parsing ? at(parsing.getLocation()) : "";
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null
                ? ""
                : " at line %d, column %d"
                        .formatted(location.getLineNumber(), location.getColumnNumber());
    }

    private interface Reading<E> {
        @Nullable E event() throws CharacterCodingException;
    }
}
