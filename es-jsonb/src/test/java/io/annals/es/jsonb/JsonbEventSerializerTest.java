package io.annals.es.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public final class JsonbEventSerializerTest {

    public record ItemAdded(String sku, int quantity, long cents) {}

    public record Price(BigDecimal amount, Currency currency) {}

    public enum Currency {
        EUR,
        USD
    }

    public record OrderPlaced(
            UUID id,
            Price total,
            List<ItemAdded> items,
            Map<String, Integer> stock,
            Map<String, List<Price>> offers,
            Set<Currency> currencies,
            Instant at,
            LocalDate due,
            BigInteger number,
            Optional<String> note,
            Optional<Price> discount,
            boolean gift,
            Boolean express,
            double weight,
            char grade,
            int[] codes) {}

    public record Everything(
            boolean b,
            int i,
            long l,
            double d,
            Integer boxed,
            String s,
            List<String> list,
            Optional<String> o) {}

    public record Empty() {}

    public record Happened(Instant at) {}

    record Hidden(String secret) {}

    public static class Renamed {
        public String name;
        public int age;
    }

    private final JsonbEventSerializer serializer = new JsonbEventSerializer();

    @Test
    void writes_utf_8_json_without_any_class_name() {
        String json = json(new ItemAdded("schläger \uD83D\uDE80", 2, 1999));
        assertEquals("{\"cents\":1999,\"quantity\":2,\"sku\":\"schläger \uD83D\uDE80\"}", json);
        assertFalse(json(order()).contains("annals"));
    }

    @Test
    void reads_back_records_with_nested_records_enums_times_numbers_lists_and_maps() {
        OrderPlaced order = order();
        OrderPlaced read = again(order);
        assertTrue(Arrays.equals(order.codes(), read.codes()));
        assertEquals(json(order), json(read));
        assertEquals(order.total(), read.total());
        assertEquals(order.items(), read.items());
        assertEquals(order.stock(), read.stock());
        assertEquals(order.offers(), read.offers());
        assertEquals(order.currencies(), read.currencies());
        assertEquals(order.at(), read.at());
        assertEquals(order.due(), read.due());
        assertEquals(order.number(), read.number());
        assertEquals(order.note(), read.note());
        assertEquals(order.discount(), read.discount());
        assertEquals(order.id(), read.id());
    }

    @Test
    void keeps_the_digits_of_numbers() {
        for (String amount :
                List.of(
                        "0",
                        "0.00",
                        "1.10",
                        "-12345678901234567890.123456789012345678901234567890",
                        "1E+3")) {
            Price price = new Price(new BigDecimal(amount), Currency.EUR);
            assertEquals(price, again(price));
        }
        ItemAdded extremes = new ItemAdded("x", Integer.MIN_VALUE, Long.MAX_VALUE);
        assertEquals(extremes, again(extremes));
    }

    @Test
    void keeps_the_nanoseconds_of_instants() {
        for (String at :
                List.of(
                        "2026-11-01T12:00:00.123456789Z",
                        "1969-12-31T23:59:59Z",
                        "9999-12-31T23:59:59Z")) {
            assertEquals(new Happened(Instant.parse(at)), again(new Happened(Instant.parse(at))));
        }
    }

    @Test
    void keeps_every_character_of_texts() {
        for (String text :
                List.of(
                        "",
                        " ",
                        "\"\\/\b\f\n\r\t",
                        "\u0000\u001f",
                        "ä\u0308",
                        "\u2028",
                        "\uD83D\uDE80",
                        "</script>")) {
            assertEquals(new ItemAdded(text, 1, 1), again(new ItemAdded(text, 1, 1)));
        }
    }

    @Test
    void absent_values_stay_absent() {
        Everything nothing = new Everything(false, 0, 0, 0, null, null, null, Optional.empty());
        assertEquals(nothing, again(nothing));
        assertEquals(new Empty(), again(new Empty()));
    }

    @Test
    void a_missing_field_is_null_or_0_or_false_or_an_empty_optional() {
        assertEquals(
                new Everything(false, 0, 0, 0, null, null, null, Optional.empty()),
                read("{}", Everything.class));
    }

    @Test
    void unknown_fields_are_ignored_whatever_they_hold() {
        assertEquals(
                new ItemAdded("x", 1, 2),
                read(
                        "{\"new\":{\"a\":[1,{\"sku\":\"y\"}]},\"sku\":\"x\",\"quantity\":1,\"list\":[[]],\"cents\":2,\"n\":null}",
                        ItemAdded.class));
    }

    @Test
    void a_mutable_class_is_written_and_read_too() {
        Renamed event = new Renamed();
        event.name = "Zoë";
        event.age = 7;
        Renamed read = again(event);
        assertEquals("Zoë", read.name);
        assertEquals(7, read.age);
    }

    @Test
    void a_class_that_is_not_public_is_refused_with_the_reason() {
        EventSourcingException refused =
                assertThrows(
                        EventSourcingException.class,
                        () -> serializer.serialize(new Hidden("s3cr3t")));
        assertTrue(refused.getMessage().contains("public"), refused.getMessage());
        assertTrue(refused.getMessage().contains(Hidden.class.getName()), refused.getMessage());
    }

    @Test
    void a_configuration_of_the_user_is_used() {
        JsonbConfig config =
                new JsonbConfig()
                        .withPropertyNamingStrategy(PropertyNamingStrategy.UPPER_CAMEL_CASE);
        for (JsonbEventSerializer configured :
                List.of(
                        new JsonbEventSerializer(config),
                        new JsonbEventSerializer(JsonbBuilder.create(config)))) {
            byte[] payload = configured.serialize(new ItemAdded("x", 1, 2));
            assertEquals("{\"Cents\":2,\"Quantity\":1,\"Sku\":\"x\"}", new String(payload, UTF_8));
            assertEquals(
                    new ItemAdded("x", 1, 2), configured.deserialize(payload, ItemAdded.class));
        }
    }

    @Test
    void many_threads_may_share_it() {
        List<ItemAdded> events =
                IntStream.range(0, 2_000).mapToObj(i -> new ItemAdded("sku " + i, i, i)).toList();
        assertEquals(events, events.parallelStream().map(this::again).toList());
    }

    private OrderPlaced order() {
        return new OrderPlaced(
                new UUID(1, 2),
                new Price(new BigDecimal("1234.50"), Currency.EUR),
                List.of(new ItemAdded("a", 1, 2), new ItemAdded("b", 3, 4)),
                Map.of("a", 1),
                Map.of("b", List.of(new Price(BigDecimal.ONE, Currency.USD))),
                Set.of(Currency.EUR),
                Instant.parse("2026-11-01T12:00:00.000001Z"),
                LocalDate.of(2026, 2, 28),
                BigInteger.TEN.pow(30),
                Optional.of("leave it at the door"),
                Optional.empty(),
                true,
                null,
                0.1,
                'A',
                new int[] {1, 2, 3});
    }

    @SuppressWarnings("unchecked")
    private <E> E again(E event) {
        return (E) serializer.deserialize(serializer.serialize(event), event.getClass());
    }

    private String json(Object event) {
        return new String(serializer.serialize(event), UTF_8);
    }

    private <E> E read(String json, Class<E> eventClass) {
        return serializer.deserialize(json.getBytes(UTF_8), eventClass);
    }
}
