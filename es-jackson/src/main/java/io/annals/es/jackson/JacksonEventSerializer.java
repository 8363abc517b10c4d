package io.annals.es.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.TreeSerializer;
import io.annals.es.spi.WithoutText;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Serialises events as JSON in UTF-8, with Jackson.
 *
 * <p>Thread-safe. Which class to read is always the caller's decision: nothing in the JSON names
 * one, and values of type {@code Class} are refused. An event class may have Jackson's annotations;
 * {@code @JsonTypeInfo} must use names, not classes, and no resolver of its own; a sealed type
 * needs no {@code @JsonSubTypes}. Whether what another annotation makes can be read back is up to
 * Jackson ({@code @JsonUnwrapped} in a record cannot), so try yours in a test.
 *
 * <p>Annotations of JSON-B, which Jackson does not know, are refused, and so are keys of maps that
 * are no texts, numbers, enums or the like, or no texts where their type is not declared. Unknown
 * fields are ignored; a missing one is null, 0, false or an empty {@code Optional}, unless {@link
 * FieldRules} say otherwise. A value of another type is refused, with few exceptions: a whole
 * number is read as a fraction, null as 0 or false, and the time types know more than one form. A
 * number of more than 100,000 digits is written, but cannot be read.
 *
 * <p>The JSON is that of {@code es-jsonb}, which reads what this wrote and the other way round, but
 * for these: {@code Year}, a {@code YearMonth} beyond the year 9999, {@code Date}, {@code
 * Calendar}, {@code Locale}, {@code Currency}, {@code Pattern} and {@code InetAddress} have other
 * forms; NaN and the infinities are texts, which {@code es-jsonb} does not write; a {@code float}
 * of -0.0 and an unpaired surrogate are kept, of which {@code es-jsonb} makes 0.0 and {@code ?}; a
 * number in a field of type {@code Object} is an {@code Integer}, {@code Long}, {@code BigInteger}
 * or {@code BigDecimal} when it is read, there always a {@code BigDecimal}. Written otherwise, but
 * read by both: characters beyond U+FFFF, which are escaped here, a {@code float} with an exponent,
 * an {@code OffsetTime} without seconds, the order of the fields of a class with a superclass, and
 * methods of a record named {@code get…} or {@code is…} that are none of its components, which are
 * left out here.
 *
 * <p>Upcasters change trees of JSON-P, of which there must be an implementation then, as every
 * server has.
 *
 * <p>Failures are an {@link EventSourcingException} that tells the event class, the kind of failure
 * and where in the JSON it was, but nothing of the JSON: neither its message nor its causes' do. An
 * {@code Error} (not an exception) that an event's own code throws while it is written passes as it
 * is.
 *
 * <p>In a container it is a CDI bean of its own accord, and takes precedence over {@code es-jsonb};
 * an application's own {@link EventSerializer} needs {@code @Alternative} and a higher
 * {@code @Priority} to go before this one. Elsewhere call a constructor.
 */
@Alternative
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class JacksonEventSerializer implements TreeSerializer<JsonObject> {

    private final ObjectMapper mapper;

    /** Uses a mapper that does as said above. */
    public JacksonEventSerializer() {
        this(FieldRules.defaults());
    }

    /** For a container: a mapper that does with fields as is set, if anything is. */
    @Inject
    public JacksonEventSerializer(Instance<FieldRules> fields) {
        this(fields.isResolvable() ? fields.get() : FieldRules.defaults());
    }

    /**
     * Uses a mapper that does so with fields. Values are missing where a constructor or factory
     * method takes them, as that of a record; those of setters may be.
     */
    public JacksonEventSerializer(FieldRules fields) {
        this(EventMapper.create(fields));
    }

    /**
     * Uses this mapper as it is, which must write JSON and not be changed any more. How it reads
     * and writes, and what it lets JSON decide, is up to who made it.
     */
    public JacksonEventSerializer(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String mediaType(Class<?> eventClass) {
        return "application/json";
    }

    @Override
    public byte[] serialize(Object event) {
        try {
            return mapper.writeValueAsBytes(event);
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw WithoutText.failure(
                    "write an event of " + event.getClass() + " as JSON",
                    e,
                    JacksonEventSerializer::details);
        }
    }

    @Override
    public JsonObject parse(byte[] payload) {
        try {
            requireUtf8(payload);
            try (JsonParser json = mapper.createParser(payload)) {
                return JsonTrees.read(json);
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw WithoutText.failure("parse JSON", e, JacksonEventSerializer::details);
        }
    }

    @Override
    public <E> E bind(JsonObject tree, Class<E> eventClass) {
        return read(
                () -> {
                    try (TokenBuffer tokens = new TokenBuffer(mapper, false)) {
                        JsonTrees.write(tree, tokens);
                        return mapper.readValue(tokens.asParser(), eventClass);
                    }
                },
                eventClass);
    }

    @Override
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        return read(
                () -> {
                    requireUtf8(payload);
                    return mapper.readValue(payload, eventClass);
                },
                eventClass);
    }

    private static <E> E read(Reading<E> reading, Class<E> eventClass) {
        String what = "read JSON as an event of " + eventClass;
        @Nullable E event;
        try {
            event = reading.event();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw WithoutText.failure(what, e, JacksonEventSerializer::details);
        }
        if (event == null) {
            throw new EventSourcingException(
                    "Could not %s: the payload is null, expected an object".formatted(what));
        }
        return event;
    }

    @Override
    public String text(byte[] payload, Class<?> eventClass) {
        return new String(payload, UTF_8);
    }

    /** Jackson lets some malformed bytes pass, as overlong ones. */
    private static void requireUtf8(byte[] payload) throws CharacterCodingException {
        int all = 0;
        for (byte one : payload) {
            all |= one;
        }
        boolean ascii = all >= 0;
        if (!ascii) {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
        }
    }

    private static String details(Throwable failure) {
        if (failure instanceof RefusedClassException refused) {
            return " (" + refused.getMessage() + ")";
        }
        return failure instanceof JsonProcessingException json ? at(json.getLocation()) : "";
    }

    private static String at(@Nullable JsonLocation place) {
        return place == null || place.getLineNr() < 1
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private interface Reading<E> {
        @Nullable E event() throws IOException;
    }
}
