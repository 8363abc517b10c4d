package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.demo.cart.CartEvent;
import io.annals.es.EventEnvelope;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.kafka.KafkaEvents;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics that the shop writes, looked at from outside. */
final class Topics implements AutoCloseable {

    private static final int PARTITIONS = 3;
    private static final JsonbEventSerializer SERIALIZER = new JsonbEventSerializer();

    private final Admin admin;
    private final Map<String, Object> broker;
    private final List<TopicPartition> partitions;

    /** Makes the topics. */
    Topics(String bootstrapServers, List<String> topics)
            throws ExecutionException, InterruptedException {
        broker = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(broker);
        admin.createTopics(
                        topics.stream()
                                .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                                .toList())
                .all()
                .get();
        partitions =
                topics.stream()
                        .flatMap(
                                topic ->
                                        IntStream.range(0, PARTITIONS)
                                                .mapToObj(i -> new TopicPartition(topic, i)))
                        .toList();
    }

    /** Whether a group has handled everything that is there now. */
    boolean allHandledBy(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> handled =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions).entrySet().stream()
                    .allMatch(
                            end ->
                                    end.getValue() == 0
                                            || handled.get(end.getKey()) != null
                                                    && handled.get(end.getKey()).offset()
                                                            == end.getValue());
        }
    }

    /**
     * Whether all that was written to a topic came from producers with an id, by which the broker
     * knows what is repeated and what is missing: no other producer has one.
     */
    boolean haveIdempotentProducers(String topic) throws ExecutionException, InterruptedException {
        List<TopicPartition> written =
                records(topic).stream()
                        .map(record -> new TopicPartition(topic, record.partition()))
                        .distinct()
                        .toList();
        return !written.isEmpty()
                && admin.describeProducers(written).all().get().values().stream()
                        .allMatch(
                                partition ->
                                        partition.activeProducers().stream()
                                                .anyMatch(producer -> producer.producerId() >= 0));
    }

    /** The highest position of the events in a topic; 0 if there are none. */
    long lastPosition(String topic) {
        KafkaEvents kafka = new KafkaEvents(SERIALIZER, "/test");
        return records(topic).stream()
                .mapToLong(record -> kafka.read(record, CartEvent.class).position())
                .max()
                .orElse(0);
    }

    /** Everything that is in a topic now, in the order of each partition. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> own =
                    partitions.stream().filter(part -> part.topic().equals(topic)).toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(own);
            consumer.assign(own);
            consumer.seekToBeginning(own);
            while (own.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    /** Sends an event that nobody knows yet of each of some new streams, from far back. */
    void sendLate(String topic, int streams) throws ExecutionException, InterruptedException {
        KafkaEvents kafka = new KafkaEvents(SERIALIZER, KafkaArchive.SOURCE);
        List<ProducerRecord<String, byte[]>> records =
                IntStream.range(0, streams).mapToObj(i -> kafka.binary(topic, late(i))).toList();
        send(records);
    }

    private static EventEnvelope<CartEvent> late(int number) {
        return new EventEnvelope<>(
                new CartEvent.ItemAdded("late", 1, 1 + number),
                "item-added",
                new StreamId("cart", "late-" + number),
                1,
                1,
                UUID.randomUUID(),
                Instant.EPOCH,
                Metadata.empty());
    }

    /** Sends the records once more, each into its partition. */
    void repeat(List<ConsumerRecord<String, byte[]>> records)
            throws ExecutionException, InterruptedException {
        send(
                records.stream()
                        .map(
                                record ->
                                        new ProducerRecord<>(
                                                record.topic(),
                                                record.partition(),
                                                record.key(),
                                                record.value(),
                                                record.headers()))
                        .toList());
    }

    private void send(List<ProducerRecord<String, byte[]>> records)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (ProducerRecord<String, byte[]> record : records) {
                sent.add(producer.send(record));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    /**
     * The events in the records, each once.
     *
     * @throws AssertionError if one that comes again is not the same, or if the others of a stream
     *     are not version after version in one partition
     */
    static List<EventEnvelope<?>> events(List<ConsumerRecord<String, byte[]>> records) {
        KafkaEvents kafka = new KafkaEvents(SERIALIZER, "/test");
        Map<UUID, ConsumerRecord<String, byte[]>> first = new LinkedHashMap<>();
        Map<String, Long> versions = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        List<EventEnvelope<?>> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            EventEnvelope<CartEvent> event = kafka.read(record, CartEvent.class);
            ConsumerRecord<String, byte[]> before = first.putIfAbsent(event.eventId(), record);
            if (before != null) {
                assertArrayEquals(before.value(), record.value(), () -> "repeated: " + event);
                assertEquals(before.partition(), record.partition(), () -> "repeated: " + event);
                continue;
            }
            String stream = event.stream().toString();
            assertEquals(stream, record.key());
            assertEquals(
                    record.partition(), places.merge(stream, record.partition(), (is, now) -> is));
            assertEquals(
                    event.version(),
                    versions.merge(stream, 1L, Long::sum),
                    () -> "order: " + event);
            events.add(event);
        }
        return events;
    }

    /** An event as the journal's probe tells it. */
    static JsonObject payload(EventEnvelope<?> event) {
        return (JsonObject)
                Answers.json(
                        new String(SERIALIZER.serialize(event.event()), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        admin.close();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(broker, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
