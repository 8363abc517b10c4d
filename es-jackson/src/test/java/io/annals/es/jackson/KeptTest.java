package io.annals.es.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.annals.es.EventSourcingException;
import io.annals.es.jackson.Samples.Size;
import io.annals.es.jackson.Samples.Text;
import io.annals.es.spi.StorageSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written can be read, and is then what it was. */
final class KeptTest {

    record Named(Map<String, Integer> byName) {}

    record Exact(BigInteger whole, BigDecimal part, Map<BigInteger, Integer> byNumber) {}

    record Keys(
            Map<UUID, Integer> ids,
            Map<Locale, Integer> languages,
            Map<Currency, Integer> currencies,
            Map<Date, Integer> dates,
            Map<LocalDate, Integer> days,
            Map<Instant, Integer> times,
            Map<DayOfWeek, Integer> weekdays,
            Map<Size, Integer> sizes,
            Map<Long, Integer> numbers,
            Map<Boolean, Integer> flags,
            Map<Character, Integer> grades,
            Map<BigDecimal, Integer> prices,
            Map<URI, Integer> pages) {}

    record Loose(Object any, Map<Object, Integer> byAny) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Means {}

    sealed interface Electronic extends Means {}

    record Cash(int amount) implements Means {}

    record Card(int digits) implements Electronic {}

    record Paid(Means means) {}

    sealed interface Place {}

    record Shelf(int number) implements Place {}

    record Stored(@JsonTypeInfo(use = JsonTypeInfo.Id.NAME) Place place) {}

    private final JacksonEventSerializer serializer = new JacksonEventSerializer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83Da",
                "\uD83D\"",
                "\uD83D\\",
                "\uD83D\uD83D\uDE80",
                "\uD83D\uDE80\uD83D",
                "\uDE80a",
                "\uDE80\uD83D",
                "\uD83D",
                "\uD83D\uDE80"
            })
    void texts_and_keys_of_halves_of_characters(String text) {
        assertKept(new Text(text));
        assertKept(new Text("a".repeat(7_999) + text));
        assertKept(new Named(Map.of(text, 1)));
    }

    @Test
    void keys_that_differ_in_half_a_character() {
        assertKept(new Named(Map.of("\uD83Da", 1, "\uD83D\u2061", 2, "\uD83D\uDC61", 3)));
    }

    @Test
    void numbers_of_many_digits() {
        BigInteger most = BigInteger.TEN.pow(99_999);
        assertKept(new Exact(most, new BigDecimal(most, 99_999), Map.of(BigInteger.TWO, 1)));
        Exact tooMany = new Exact(BigInteger.TEN.pow(100_000), null, null);
        byte[] payload = serializer.serialize(tooMany);
        assertThrows(
                EventSourcingException.class, () -> serializer.deserialize(payload, Exact.class));
    }

    @Test
    void keys_as_long_as_a_payload_may_be() {
        int around = serializer.serialize(new Named(Map.of("", 1))).length;
        assertKept(new Named(Map.of("k".repeat(StorageSettings.LARGEST_PAYLOAD - around), 1)));
    }

    @Test
    void keys_that_are_texts_or_the_like() {
        assertKept(
                new Keys(
                        Map.of(new UUID(1, 2), 1),
                        Map.of(Locale.CANADA_FRENCH, 1),
                        Map.of(Currency.getInstance("EUR"), 1),
                        Map.of(new Date(1), 1),
                        Map.of(LocalDate.EPOCH, 1),
                        Map.of(Instant.EPOCH, 1),
                        Map.of(DayOfWeek.MONDAY, 1),
                        Map.of(Size.SMALL, 1),
                        Map.of(1L, 1),
                        Map.of(true, 1),
                        Map.of('x', 1),
                        Map.of(BigDecimal.ONE, 1),
                        Map.of(URI.create("http://a"), 1)));
        assertKept(
                new Loose(
                        Map.of("a", List.of(Map.of("b", 1), Map.of()), "c", Map.of("d", "e")),
                        Map.of("a", 1)));
    }

    static Stream<Object> sealed() {
        return Stream.of(
                new Paid(new Cash(1)),
                new Paid(new Card(1)),
                new Cash(1),
                new Stored(new Shelf(1)));
    }

    @ParameterizedTest
    @MethodSource("sealed")
    void choices_that_are_sealed(Object event) {
        assertKept(event);
    }

    private void assertKept(Object event) {
        assertEquals(event, serializer.deserialize(serializer.serialize(event), event.getClass()));
    }
}
