package io.annals.es.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.WithoutText;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Serialises events as JSON in UTF-8.
 *
 * <p>Thread-safe. Which class to read is always the caller's decision: nothing in the JSON names
 * one, unless the event class itself asks for type aliases with JSON-B's own annotations. Unknown
 * fields are ignored; a missing one is null, 0, false or an empty {@code Optional}. A value of
 * another type is refused or, where the provider knows how, converted (Yasson cuts a number that is
 * too large for an {@code int}), so a field that gets another type needs a new event type or
 * revision.
 *
 * <p>Failures are an {@link EventSourcingException} that tells the event class, the kind of failure
 * and where in the JSON it was, but nothing of the JSON: neither its message nor its causes' do.
 *
 * <p>In a container it is a CDI bean of its own accord; elsewhere call a constructor.
 */
public class JsonbEventSerializer implements EventSerializer {

    private static final char REPLACEMENT = '\uFFFD';

    private final Jsonb jsonb;

    /** Uses the JSON-B provider as it comes. */
    public JsonbEventSerializer() {
        this(new JsonbConfig());
    }

    /** Uses the JSON-B provider with this configuration. */
    public JsonbEventSerializer(JsonbConfig config) {
        this(JsonbBuilder.create(config));
    }

    /** Uses this JSON-B, which must be thread-safe and is not closed here. */
    public JsonbEventSerializer(Jsonb jsonb) {
        this.jsonb = jsonb;
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
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        @Nullable E event;
        try {
            event = jsonb.fromJson(text(payload), eventClass);
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
}
