package io.annals.es.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.UnreadableEventException;
import io.annals.es.evolution.Upcaster;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedEvents;
import io.annals.es.spi.EventFormat;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.StoredEvent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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
    private final Evolution evolution;
    private final Map<Class<?>, EventTypes> known = new ConcurrentHashMap<>();

    @Inject
    KafkaEvents(
            EventSerializer serializer,
            Instance<EventFormat> formats,
            @Any Instance<Upcaster<?>> upcasters,
            @ConfigProperty(name = "es.kafka.source") String source) {
        this(EventFormats.of(serializer, formats), upcasters.stream().toList(), source);
    }

    private KafkaEvents(EventSerializer serializer, List<Upcaster<?>> upcasters, String source) {
        this(serializer, source, Evolution.of(upcasters, serializer));
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
        this(serializer, source, Evolution.none());
    }

    private KafkaEvents(EventSerializer serializer, String source, Evolution evolution) {
        this.serializer = serializer;
        this.source = requireReference(source);
        this.evolution = evolution;
    }

    /** The same, which reads events of former revisions by upcasters; a bean has those beans. */
    public KafkaEvents upcasting(Evolution upcasters) {
        return new KafkaEvents(serializer, source, upcasters);
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
     * <p>A record that names the revision of its event is read by it, as an event of the journal
     * is: one of a former revision by upcasters, or else not at all.
     *
     * @param events the event class, or the sealed type over the event classes, that this
     *     application reads; need not be the sender's
     * @throws UnreadableEventException if the event is of another type, or of a revision that is
     *     newer than its class or that no upcaster reads; if upcasters drop or split it; or if it
     *     does not fit its class
     * @throws EventSourcingException if the record is no CloudEvent 1.0 from a journal
     * @throws DefinitionException if {@code events} is not as described
     */
    public <E> EventEnvelope<E> read(ConsumerRecord<?, byte[]> record, Class<E> events) {
        EventTypes types =
                known.computeIfAbsent(events, type -> EventTypes.of(EventTypes.permittedBy(type)));
        try {
            return read(cloudEvent(record), types, events);
        } catch (IllegalArgumentException e) {
            throw unreadable(record, e);
        }
    }

    private <E> EventEnvelope<E> read(CloudEvent cloudEvent, EventTypes types, Class<E> events) {
        StoredEvent sent = Envelopes.sent(cloudEvent, revision(cloudEvent, types));
        boolean known = types.classOf(sent.type()).isPresent();
        if (!known && !evolution.reads(sent.type(), sent.revision())) {
            throw unreadable(
                    sent,
                    "%s has no event class of this type name. Add one, or pass the record by where KafkaEvents.type tells it"
                            .formatted(events.getName()));
        }
        List<EventEnvelope<Object>> parts =
                new TypedEvents(serializer, () -> types, evolution)
                        .parts(sent, sent.position())
                        .events();
        if (parts.size() != 1) {
            throw unreadable(
                    sent,
                    "of revision %d, the upcasters here make %d events of it, and a record is read as one. Upcast it by hand, or pass it by"
                            .formatted(sent.revision(), parts.size()));
        }
        EventEnvelope<Object> event = parts.get(0);
        return Envelopes.envelope(cloudEvent, sent, event.type(), events.cast(event.event()));
    }

    /** Others than journals may name none: then it is for who reads to know what is sent. */
    private static int revision(CloudEvent cloudEvent, EventTypes types) {
        return types.classOf(cloudEvent.get(CloudEvent.TYPE))
                .flatMap(types::typeFor)
                .map(EventType::revision)
                .orElse(1);
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

    private static UnreadableEventException unreadable(StoredEvent sent, String reason) {
        return new UnreadableEventException(
                sent.stream(), sent.version(), sent.type(), reason, null);
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
