package io.annals.es.kafka;

import static io.annals.es.Metadata.CAUSATION_ID;
import static io.annals.es.Metadata.CORRELATION_ID;
import static io.annals.es.Metadata.TRACEPARENT;

import io.annals.es.EventEnvelope;
import io.annals.es.EventType;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.journal.EventTypes;
import io.annals.es.spi.StoredEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** What of an event's envelope becomes which attribute of a CloudEvent. */
final class Envelopes {

    /** Metadata that CloudEvents has attributes for; all else goes into one of ours. */
    private static final Map<String, String> WELL_KNOWN =
            Map.of(
                    CORRELATION_ID, CloudEvent.CORRELATION_ID,
                    CAUSATION_ID, CloudEvent.CAUSATION_ID,
                    TRACEPARENT, CloudEvent.TRACEPARENT);

    /** Those of others are longer than ours. */
    private static final int LONGEST_TYPE = 255;

    private Envelopes() {}

    /** Positions and versions are text: a number of CloudEvents has 32 bits. */
    static CloudEvent cloudEvent(
            EventEnvelope<?> envelope, String source, String mediaType, byte[] data) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(CloudEvent.ID, id(envelope));
        attributes.put(CloudEvent.SOURCE, source);
        attributes.put(CloudEvent.TYPE, envelope.type());
        attributes.put(CloudEvent.SUBJECT, envelope.stream().toString());
        attributes.put(CloudEvent.TIME, envelope.time().toString());
        attributes.put(CloudEvent.DATA_CONTENT_TYPE, mediaType);
        attributes.put(CloudEvent.POSITION, String.valueOf(envelope.position()));
        attributes.put(CloudEvent.STREAM_VERSION, String.valueOf(envelope.version()));
        int revision =
                EventTypes.declaredBy(envelope.event().getClass())
                        .map(EventType::revision)
                        .orElse(1);
        attributes.put(CloudEvent.REVISION, String.valueOf(revision));
        Map<String, String> others = new TreeMap<>(envelope.metadata().entries());
        WELL_KNOWN.forEach(
                (key, attribute) -> {
                    String value = others.get(key);
                    if (value != null && isAttributeValue(value)) {
                        attributes.put(attribute, value);
                        others.remove(key);
                    }
                });
        if (!others.isEmpty()) {
            attributes.put(CloudEvent.METADATA, Metadata.ofStored(others).encode());
        }
        return new CloudEvent(attributes, data);
    }

    static <E> EventEnvelope<E> envelope(
            CloudEvent cloudEvent, StoredEvent sent, String type, E event) {
        return new EventEnvelope<>(
                event,
                type,
                sent.stream(),
                sent.version(),
                sent.position(),
                sent.eventId(),
                sent.time(),
                sent.metadata(),
                parsed(
                        cloudEvent,
                        CloudEvent.ID,
                        "UUID with the number of a part",
                        Envelopes::part));
    }

    /**
     * The event as its journal would store it.
     *
     * @param revision if the CloudEvent names none
     */
    static StoredEvent sent(CloudEvent cloudEvent, int revision) {
        return new StoredEvent(
                stream(cloudEvent),
                version(cloudEvent),
                number(cloudEvent, CloudEvent.POSITION),
                parsed(
                        cloudEvent,
                        CloudEvent.ID,
                        "UUID",
                        id -> UUID.fromString(id.split("#", 2)[0])),
                type(cloudEvent),
                cloudEvent.find(CloudEvent.REVISION).isEmpty()
                        ? revision
                        : parsed(cloudEvent, CloudEvent.REVISION, "revision", Integer::parseInt),
                parsed(cloudEvent, CloudEvent.TIME, "time with its zone", Envelopes::instant),
                metadata(cloudEvent),
                cloudEvent.data());
    }

    /** Two CloudEvents of one source never have the same. */
    private static String id(EventEnvelope<?> envelope) {
        return envelope.part() == 0
                ? envelope.eventId().toString()
                : envelope.eventId() + "#" + envelope.part();
    }

    private static int part(String id) {
        int mark = id.indexOf('#');
        return mark < 0 ? 0 : Integer.parseUnsignedInt(id.substring(mark + 1));
    }

    static StreamId stream(CloudEvent cloudEvent) {
        String subject = cloudEvent.get(CloudEvent.SUBJECT);
        int slash = subject.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "its attribute 'subject' names no stream, as category/id");
        }
        return new StreamId(subject.substring(0, slash), subject.substring(slash + 1));
    }

    static long version(CloudEvent cloudEvent) {
        return number(cloudEvent, CloudEvent.STREAM_VERSION);
    }

    /** Messages quote it, and logs are lines. */
    private static String type(CloudEvent cloudEvent) {
        String type = cloudEvent.get(CloudEvent.TYPE);
        if (type.length() > LONGEST_TYPE || !isAttributeValue(type)) {
            throw new IllegalArgumentException(
                    "its attribute 'type' is no name of 1 to %d characters without control characters"
                            .formatted(LONGEST_TYPE));
        }
        return type;
    }

    private static Metadata metadata(CloudEvent cloudEvent) {
        Map<String, String> entries =
                new TreeMap<>(
                        Metadata.decode(cloudEvent.find(CloudEvent.METADATA).orElse("")).entries());
        WELL_KNOWN.forEach(
                (key, attribute) ->
                        cloudEvent.find(attribute).ifPresent(value -> entries.put(key, value)));
        return Metadata.ofStored(entries);
    }

    private static long number(CloudEvent cloudEvent, String attribute) {
        return parsed(cloudEvent, attribute, "number of 64 bits", Long::parseLong);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Without the cause of a failure, whose message quotes the value. */
    private static <T> T parsed(
            CloudEvent cloudEvent, String attribute, String kind, Function<String, T> parser) {
        String value = cloudEvent.get(attribute);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "its attribute '%s' is no %s".formatted(attribute, kind));
        }
    }

    /** A CloudEvent has no empty attributes, and no control characters in them. */
    private static boolean isAttributeValue(String value) {
        return !value.isBlank() && value.codePoints().noneMatch(Character::isISOControl);
    }
}
