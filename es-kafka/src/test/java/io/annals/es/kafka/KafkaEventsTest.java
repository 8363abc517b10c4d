package io.annals.es.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventRevision;
import io.annals.es.EventSourcingException;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.UnreadableEventException;
import io.annals.es.evolution.Part;
import io.annals.es.evolution.Upcaster;
import io.annals.es.journal.Evolution;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.protobuf.ProtobufEventSerializer;
import io.annals.es.spi.EventFormats;
import io.annals.testing.shop.ItemAdded;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaEventsTest {

    private static final UUID ID = UUID.fromString("01a20add-9ba4-78cd-898b-047741ab0e08");
    private static final Instant TIME = Instant.parse("2026-11-24T00:03:45.199385Z");

    private final KafkaEvents kafka = new KafkaEvents(new JsonbEventSerializer(), "/shop");

    enum Mode {
        BINARY,
        STRUCTURED;

        ProducerRecord<String, byte[]> record(KafkaEvents kafka, EventEnvelope<?> event) {
            return this == BINARY ? kafka.binary("carts", event) : kafka.structured("carts", event);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_event_comes_back_as_it_was_sent(Mode mode) {
        Metadata metadata =
                new Metadata(
                        Map.of(
                                Metadata.CORRELATION_ID,
                                "c-1",
                                Metadata.CAUSATION_ID,
                                "line one\nline two",
                                Metadata.TRACEPARENT,
                                "00-1-2-01",
                                Metadata.USER,
                                "Zoë & Co=",
                                "shop",
                                ""));
        EventEnvelope<CartEvent> event =
                KafkaEventsTest.<CartEvent>event(
                        new CartEvent.Weighed(
                                new BigDecimal("0.12345678901234567890123456789"), Long.MAX_VALUE),
                        "cart-weighed",
                        new StreamId("cart", "a/b ü 漢"),
                        metadata);

        ConsumerRecord<String, byte[]> received = received(mode.record(kafka, event));

        assertEquals(event, kafka.read(received, CartEvent.class));
        assertEquals("cart-weighed", kafka.type(received));
        assertEquals("/shop", kafka.source(received));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void each_event_is_sent_in_the_format_that_covers_it(Mode mode) {
        KafkaEvents both =
                new KafkaEvents(
                        EventFormats.of(
                                new JsonbEventSerializer(), List.of(new ProtobufEventSerializer())),
                        "/shop");
        StreamId stream = new StreamId("cart", "4711");
        EventEnvelope<ItemAdded> added =
                event(
                        ItemAdded.newBuilder().setSku("tea").setQuantity(2).build(),
                        "item-added",
                        stream,
                        Metadata.empty());
        ProducerRecord<String, byte[]> record = mode.record(both, added);
        assertEquals(added, both.read(received(record), ItemAdded.class));
        assertEquals(opened(), both.read(received(mode.record(both, opened())), CartEvent.class));
        if (mode == Mode.BINARY) {
            assertEquals("application/protobuf", headers(record).get("content-type"));
            assertEquals("2", headers(record).get("ce_revision"));
            assertEquals(
                    "application/json", headers(mode.record(both, opened())).get("content-type"));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void the_key_is_the_stream_and_headers_tell_id_position_and_version(Mode mode) {
        ProducerRecord<String, byte[]> record = mode.record(kafka, opened());
        assertEquals("carts", record.topic());
        assertEquals("cart/4711", record.key());
        assertNull(record.partition(), "the key decides");
        assertNull(record.timestamp(), "retention counts from sending");
        assertEquals(ID.toString(), headers(record).get("ce_id"));
        assertEquals("9007199254740993", headers(record).get("ce_position"));
        assertEquals("7", headers(record).get("ce_streamversion"));
    }

    @Test
    void in_binary_mode_the_value_is_the_event_and_the_headers_are_its_attributes() {
        ProducerRecord<String, byte[]> record = kafka.binary("carts", opened());
        assertEquals("{\"customer\":\"Ada\"}", new String(record.value(), UTF_8));
        assertEquals(
                Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", ID.toString()),
                        Map.entry("ce_source", "/shop"),
                        Map.entry("ce_type", "cart-opened"),
                        Map.entry("ce_subject", "cart/4711"),
                        Map.entry("ce_time", TIME.toString()),
                        Map.entry("ce_position", "9007199254740993"),
                        Map.entry("ce_streamversion", "7"),
                        Map.entry("ce_revision", "1"),
                        Map.entry("ce_correlationid", "c-1"),
                        Map.entry("ce_metadata", "user=Ada"),
                        Map.entry("content-type", "application/json")),
                headers(record));
    }

    @Test
    void in_structured_mode_the_value_is_all_of_it_as_json() {
        ProducerRecord<String, byte[]> record = kafka.structured("carts", opened());
        assertEquals(
                "application/cloudevents+json; charset=UTF-8", headers(record).get("content-type"));
        assertEquals(
                "{'specversion':'1.0','correlationid':'c-1','datacontenttype':'application/json','id':'%s','metadata':'user=Ada','position':'9007199254740993','revision':'1','source':'/shop','streamversion':'7','subject':'cart/4711','time':'%s','type':'cart-opened','data':{'customer':'Ada'}}"
                        .formatted(ID, TIME)
                        .replace('\'', '"'),
                new String(record.value(), UTF_8));
    }

    @Test
    void the_revision_is_that_of_the_events_class() {
        EventEnvelope<?> event = weighed();
        assertEquals("3", headers(kafka.binary("carts", event)).get("ce_revision"));
    }

    @Test
    void what_no_attribute_may_contain_is_encoded_with_other_metadata() {
        Metadata metadata = Metadata.empty().with(Metadata.CAUSATION_ID, "a\nb");
        EventEnvelope<?> event =
                event(
                        new CartEvent.Opened("Ada"),
                        "cart-opened",
                        new StreamId("cart", "1"),
                        metadata);
        Map<String, String> headers = headers(kafka.binary("carts", event));
        assertNull(headers.get("ce_causationid"));
        assertEquals("causation-id=a%0Ab", headers.get("ce_metadata"));
    }

    @Test
    void data_that_are_not_json_travel_in_base64() {
        KafkaEvents raw = new KafkaEvents(new BytesSerializer(), "/shop");
        ConsumerRecord<String, byte[]> received = received(raw.structured("carts", opened()));
        assertTrue(new String(received.value(), UTF_8).contains("\"data_base64\":\"AP8B\""));
        assertEquals(opened(), raw.read(received, CartEvent.class));
    }

    @Test
    void reads_what_others_write_in_their_own_way() {
        String json =
                """
                { "data" : { "customer" : "Ada" }, "type": "cart-opened", "position": 12, "streamversion": 7,
                  "subject": "cart/4711", "id": "%s", "time": "2026-11-24T01:03:45.199385+01:00",
                  "source": "https://example.org/x", "specversion": "1.0", "dataschema": null, "other": true }
                """
                        .formatted(ID);
        ConsumerRecord<String, byte[]> record =
                record(json, Map.of("content-type", "Application/CloudEvents+JSON"));

        EventEnvelope<Greeting> event = kafka.read(record, Greeting.class);

        assertEquals(new Greeting.Welcome("Ada"), event.event());
        assertEquals(12, event.position());
        assertEquals(7, event.version());
        assertEquals(TIME, event.time());
        assertEquals(Metadata.empty(), event.metadata());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void refuses_an_event_of_a_type_that_it_has_no_class_for(Mode mode) {
        EventEnvelope<?> event = weighed();
        ConsumerRecord<String, byte[]> received = received(mode.record(kafka, event));
        UnreadableEventException e =
                assertThrows(
                        UnreadableEventException.class, () -> kafka.read(received, Greeting.class));
        assertTrue(
                e.getMessage().contains("cart/1 version 7 of type 'cart-weighed'"), e::getMessage);
        assertTrue(e.getMessage().contains("KafkaEvents.type"), e::getMessage);
        assertEquals("cart-weighed", kafka.type(received));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_event_of_a_former_revision_is_read_by_upcasters(Mode mode) {
        KafkaEvents upcasting =
                kafka.upcasting(
                        Evolution.of(
                                List.of(
                                        Upcaster.<JsonObject>change(
                                                "cart-weighed", 2, old -> weight(old)),
                                        Upcaster.<JsonObject>rename(
                                                new EventRevision("weighed", 1),
                                                new EventRevision("cart-weighed", 2),
                                                UnaryOperator.identity())),
                                new JsonbEventSerializer()));
        CartEvent.Weighed expected = new CartEvent.Weighed(new BigDecimal("1.5"), 2);
        EventEnvelope<CartEvent> read =
                upcasting.read(old(mode, "cart-weighed", "2"), CartEvent.class);
        assertEquals(expected, read.event());
        EventEnvelope<CartEvent> renamed =
                upcasting.read(old(mode, "weighed", "1"), CartEvent.class);
        assertEquals(expected, renamed.event());
        assertEquals("cart-weighed", renamed.type());
    }

    private static JsonObject weight(JsonObject old) {
        return Json.createObjectBuilder()
                .add("kilograms", old.get("kg"))
                .add("grains", old.get("grains"))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_event_of_a_revision_that_nothing_here_reads_is_refused(Mode mode) {
        assertUnreadable(kafka, old(mode, "cart-weighed", "2"), "of revision 2");
        assertUnreadable(kafka, old(mode, "cart-weighed", "4"), "of revision 4");
    }

    @Test
    void a_record_that_is_several_events_today_is_refused_and_so_is_one_that_is_none() {
        EventRevision from = new EventRevision("cart-weighed", 2);
        EventRevision to = new EventRevision("cart-opened", 1);
        JsonObject ada = Json.createObjectBuilder().add("customer", "Ada").build();
        for (Upcaster<JsonObject> upcaster :
                List.<Upcaster<JsonObject>>of(
                        Upcaster.drop(from, "was a mistake"),
                        Upcaster.split(
                                from,
                                Set.of(to),
                                old -> List.of(new Part<>(to, ada), new Part<>(to, ada))))) {
            assertUnreadable(
                    kafka.upcasting(Evolution.of(List.of(upcaster), new JsonbEventSerializer())),
                    old(Mode.BINARY, "cart-weighed", "2"),
                    "events of it");
        }
    }

    @Test
    void refuses_a_revision_that_is_no_number() {
        assertRefused(changed("ce_revision", "secret"), "revision");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void metadata_that_were_stored_under_other_limits_come_back(Mode mode) {
        Metadata old = Metadata.decode("note=%s&correlation-id=%<s".formatted("é".repeat(8_192)));
        EventEnvelope<CartEvent> event =
                event(new CartEvent.Opened("Ada"), "cart-opened", new StreamId("cart", "1"), old);
        assertEquals(event, kafka.read(received(mode.record(kafka, event)), CartEvent.class));
    }

    private static void assertUnreadable(
            KafkaEvents kafka, ConsumerRecord<String, byte[]> record, String named) {
        UnreadableEventException e =
                assertThrows(
                        UnreadableEventException.class, () -> kafka.read(record, CartEvent.class));
        assertTrue(e.getMessage().contains(named), e::getMessage);
        assertTrue(e.getMessage().contains("cart/1 version 7"), e::getMessage);
    }

    /** What a former release of the sender has sent. */
    private ConsumerRecord<String, byte[]> old(Mode mode, String type, String revision) {
        ConsumerRecord<String, byte[]> now = received(mode.record(kafka, weighed()));
        String value =
                new String(now.value(), UTF_8)
                        .replace("\"kilograms\":1", "\"kg\":1.5")
                        .replace("\"grains\":1", "\"grains\":2")
                        .replace("\"revision\":\"3\"", "\"revision\":\"%s\"".formatted(revision))
                        .replace("\"cart-weighed\"", "\"%s\"".formatted(type));
        RecordHeaders headers = new RecordHeaders(now.headers());
        if (mode == Mode.BINARY) {
            headers.remove("ce_revision").add("ce_revision", revision.getBytes(UTF_8));
            headers.remove("ce_type").add("ce_type", type.getBytes(UTF_8));
        }
        return record(value, headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"specversion", "id", "type", "subject", "time", "position", "streamversion"})
    void refuses_a_record_without_an_attribute_and_names_it(String attribute) {
        RecordHeaders headers = new RecordHeaders(kafka.binary("carts", opened()).headers());
        headers.remove("ce_" + attribute);
        assertRefused(record("{\"customer\":\"Ada\"}", headers), attribute);
    }

    @Test
    void refuses_what_it_cannot_understand_without_quoting_it() {
        Map<String, String> structured = Map.of("content-type", "application/cloudevents+json");
        assertRefused(record("{secret", structured), "no JSON object");
        assertRefused(record("[\"secret\"]", structured), "no JSON object");
        assertRefused(record("{\"secret\":1}", structured), "version");
        assertRefused(record("secret", Map.of()), "no CloudEvent");
        assertRefused(record("secret", Map.of("ce_specversion", "0.3")), "expected 1.0");
        assertRefused(record("secret", Map.of("ce_specversion", "secret")), "another version");
        assertRefused(record("{\"secret\":" + "[".repeat(100_000), structured), "too deeply");
        assertRefused(changed("ce_type", "a\nsecret"), "type");
        assertRefused(changed("ce_type", "secret".repeat(100)), "type");
        RecordHeaders unset = new RecordHeaders();
        unset.add("content-type", null).add("ce_specversion", null);
        assertRefused(record("secret", unset), "no CloudEvent");
        assertRefused(changed("ce_position", "secret"), "position");
        assertRefused(changed("ce_subject", "secret"), "subject");
        assertRefused(changed("ce_id", "secret"), "id");
        assertRefused(changed("ce_time", "secret"), "time");
        assertRefused(new ConsumerRecord<>("carts", 2, 17, "cart/4711", null), "it has no value");
    }

    @Test
    void data_that_do_not_fit_their_class_are_named_by_event() {
        UnreadableEventException e =
                assertThrows(
                        UnreadableEventException.class,
                        () ->
                                kafka.read(
                                        record("[]", headers(kafka.binary("carts", opened()))),
                                        CartEvent.class));
        assertTrue(e.getMessage().contains("cart/4711 version 7"), e::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "my shop"})
    void refuses_a_source_that_is_no_reference(String source) {
        DefinitionException e =
                assertThrows(
                        DefinitionException.class,
                        () -> new KafkaEvents(new JsonbEventSerializer(), source));
        assertTrue(e.getMessage().contains("es.kafka.source"), e::getMessage);
    }

    private void assertRefused(ConsumerRecord<String, byte[]> record, String named) {
        EventSourcingException e =
                assertThrows(
                        EventSourcingException.class, () -> kafka.read(record, CartEvent.class));
        assertTrue(e.getMessage().contains("offset 17 of carts-2"), e::getMessage);
        assertTrue(e.getMessage().contains(named), e::getMessage);
        assertFalse(
                Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                        .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("secret")),
                e::getMessage);
    }

    private ConsumerRecord<String, byte[]> changed(String header, String value) {
        Map<String, String> headers = new LinkedHashMap<>(headers(kafka.binary("carts", opened())));
        headers.put(header, value);
        return record("{\"customer\":\"Ada\"}", headers);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void parts_of_one_event_have_ids_of_their_own(Mode mode) {
        EventEnvelope<CartEvent> first = opened();
        EventEnvelope<CartEvent> second =
                new EventEnvelope<>(
                        first.event(),
                        first.type(),
                        first.stream(),
                        first.version(),
                        first.position(),
                        first.eventId(),
                        first.time(),
                        first.metadata(),
                        1);
        ConsumerRecord<String, byte[]> received = received(mode.record(kafka, second));
        assertEquals(ID + "#1", new String(received.headers().lastHeader("ce_id").value(), UTF_8));
        assertEquals(second, kafka.read(received, CartEvent.class));
    }

    private static EventEnvelope<CartEvent> opened() {
        return KafkaEventsTest.<CartEvent>event(
                new CartEvent.Opened("Ada"),
                "cart-opened",
                new StreamId("cart", "4711"),
                Metadata.empty().with(Metadata.CORRELATION_ID, "c-1").with(Metadata.USER, "Ada"));
    }

    private static EventEnvelope<CartEvent> weighed() {
        return KafkaEventsTest.<CartEvent>event(
                new CartEvent.Weighed(BigDecimal.ONE, 1),
                "cart-weighed",
                new StreamId("cart", "1"),
                Metadata.empty());
    }

    private static <E> EventEnvelope<E> event(
            E event, String type, StreamId stream, Metadata metadata) {
        return new EventEnvelope<>(event, type, stream, 7, 9007199254740993L, ID, TIME, metadata);
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        return record(new String(sent.value(), UTF_8), new RecordHeaders(sent.headers()));
    }

    private static ConsumerRecord<String, byte[]> record(String value, Map<String, String> all) {
        RecordHeaders headers = new RecordHeaders();
        all.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        return record(value, headers);
    }

    private static ConsumerRecord<String, byte[]> record(String value, RecordHeaders headers) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>("carts", 2, 17, "cart/4711", value.getBytes(UTF_8));
        headers.forEach(record.headers()::add);
        return record;
    }

    private static Map<String, String> headers(ProducerRecord<?, ?> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
