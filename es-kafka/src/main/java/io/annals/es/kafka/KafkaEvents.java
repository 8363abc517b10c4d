package io.annals.es.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.UnreadableEventException;
import io.annals.es.journal.EventTypes;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of the journal into Kafka records that are CloudEvents 1.0, and such records into
 * events.
 *
 * <p>The key of a record is the stream, as {@code cart/4711}, so that a stream's events stay in one
 * partition, in order. An event that is sent again, as after a crash, is the same record again,
 * with the same {@code id}, {@code position} and {@code streamversion}; a reader tells it by the
 * last, which else increases within a stream, and by the {@link EventEnvelope#part() part}, where
 * the sender's upcasters split events. Positions do not increase within a partition: the sender's
 * segments overtake each other. A record's own time is when it is sent, because a topic's retention
 * counts from there.
 *
 * <p>Thread-safe. A bean for injection. It sends and receives nothing by itself, and takes no part
 * in transactions.
 */
@Singleton
public final class KafkaEvents {

    private final EventSerializer serializer;
    private final String source;
    private final Map<Class<?>, EventTypes> known = new ConcurrentHashMap<>();

    @Inject
    KafkaEvents(
            EventSerializer serializer,
            Instance<EventFormat> formats,
            @ConfigProperty(name = "es.kafka.source") String source) {
        this(EventFormats.of(serializer, formats), source);
    }

    /**
     * For use outside of a container, where it is a bean, and {@code es.kafka.source} must be
     * configured.
     *
     * @param serializer writes and reads the events; {@link EventFormats#of} puts several together
     * @param source a URI reference, as {@code /shop}: where this application's events come from.
     *     No other journal has the same; it stays
     * @throws DefinitionException if the source is no URI reference
     */
    public KafkaEvents(EventSerializer serializer, String source) {
        this.serializer = serializer;
        this.source = requireReference(source);
    }

    /**
     * A record whose value is the event as the serialiser writes it, and whose headers are the
     * attributes of the CloudEvent: the binary content mode.
     */
    public ProducerRecord<String, byte[]> binary(String topic, EventEnvelope<?> event) {
        CloudEvent cloudEvent = cloudEvent(event);
        return record(topic, event, cloudEvent.data(), Binary.headers(cloudEvent));
    }

    /**
     * A record whose value is JSON with the attributes of the CloudEvent and the event in it: the
     * structured content mode. Its headers tell {@code id}, {@code position} and {@code
     * streamversion}, too.
     */
    public ProducerRecord<String, byte[]> structured(String topic, EventEnvelope<?> event) {
        CloudEvent cloudEvent = cloudEvent(event);
        return record(topic, event, Structured.value(cloudEvent), Structured.headers(cloudEvent));
    }

    /**
     * The logical type name of the event in a record of either mode: to tell those that are not
     * wanted before {@link #read} refuses them.
     *
     * @throws EventSourcingException if the record is no CloudEvent 1.0
     */
    public String type(ConsumerRecord<?, byte[]> record) {
        try {
            return cloudEvent(record).get(CloudEvent.TYPE);
        } catch (IllegalArgumentException e) {
            throw unreadable(record, e);
        }
    }

    /**
     * The source of the event in a record of either mode: streams of one source have names of their
     * own.
     *
     * @throws EventSourcingException if the record is no CloudEvent 1.0
     */
    public String source(ConsumerRecord<?, byte[]> record) {
        try {
            return cloudEvent(record).get(CloudEvent.SOURCE);
        } catch (IllegalArgumentException e) {
            throw unreadable(record, e);
        }
    }

    /**
     * The event in a record of either mode, with everything that its own journal knew of it.
     *
     * @param events the event class, or the sealed type over the event classes, that this
     *     application reads; need not be the sender's
     * @throws UnreadableEventException if the event is of another type, or does not fit its class
     * @throws EventSourcingException if the record is no CloudEvent 1.0 from a journal
     * @throws DefinitionException if {@code events} is not as described
     */
    public <E> EventEnvelope<E> read(ConsumerRecord<?, byte[]> record, Class<E> events) {
        EventTypes types =
                known.computeIfAbsent(events, type -> EventTypes.of(EventTypes.permittedBy(type)));
        try {
            CloudEvent cloudEvent = cloudEvent(record);
            return Envelopes.envelope(cloudEvent, events.cast(event(cloudEvent, types, events)));
        } catch (IllegalArgumentException e) {
            throw unreadable(record, e);
        }
    }

    private Object event(CloudEvent cloudEvent, EventTypes types, Class<?> events) {
        String type = cloudEvent.get(CloudEvent.TYPE);
        Class<?> eventClass =
                types.classOf(type)
                        .orElseThrow(
                                () ->
                                        unreadable(
                                                cloudEvent,
                                                "%s has no event class of this type name. Add one, or pass the record by where KafkaEvents.type tells it"
                                                        .formatted(events.getName()),
                                                null));
        try {
            return serializer.deserialize(cloudEvent.data(), eventClass);
        } catch (RuntimeException e) {
            throw unreadable(
                    cloudEvent, "its data do not fit %s".formatted(eventClass.getName()), e);
        }
    }

    private CloudEvent cloudEvent(EventEnvelope<?> event) {
        return Envelopes.cloudEvent(
                event,
                source,
                serializer.mediaType(event.event().getClass()),
                serializer.serialize(event.event()));
    }

    private static CloudEvent cloudEvent(ConsumerRecord<?, byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            throw new IllegalArgumentException("it has no value");
        }
        Header contentType = record.headers().lastHeader(Binary.CONTENT_TYPE);
        boolean structured =
                contentType != null
                        && contentType.value() != null
                        && new String(contentType.value(), UTF_8)
                                .toLowerCase(Locale.ROOT)
                                .startsWith(Structured.MEDIA_TYPE);
        return structured ? Structured.read(value) : Binary.read(record.headers(), value);
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, EventEnvelope<?> event, byte[] value, Headers headers) {
        return new ProducerRecord<>(topic, null, event.stream().toString(), value, headers);
    }

    private static UnreadableEventException unreadable(
            CloudEvent cloudEvent, String reason, @Nullable Throwable cause) {
        return new UnreadableEventException(
                Envelopes.stream(cloudEvent),
                Envelopes.version(cloudEvent),
                cloudEvent.get(CloudEvent.TYPE),
                reason,
                cause);
    }

    private static EventSourcingException unreadable(
            ConsumerRecord<?, byte[]> record, RuntimeException cause) {
        return new EventSourcingException(
                "Could not read the record at offset %d of %s-%d as an event: %s"
                        .formatted(
                                record.offset(),
                                record.topic(),
                                record.partition(),
                                cause.getMessage()),
                cause);
    }

    private static String requireReference(String source) {
        try {
            if (!source.isBlank()) {
                return URI.create(source).toString();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new DefinitionException(
                "es.kafka.source is '%s', expected a URI reference, as /shop".formatted(source));
    }
}
