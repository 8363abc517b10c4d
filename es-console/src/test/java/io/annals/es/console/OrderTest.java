package io.annals.es.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    @ParameterizedTest
    @CsvSource({
        ", , shop, 1",
        "same-origin, , shop, 1",
        "same-origin, https://shop, shop, 1",
        ", http://shop:8080, shop:8080, 1",
        ", https://SHOP, shop, yes"
    })
    void an_order_of_an_own_page_or_of_no_page_is_taken(
            String site, String origin, String host, String header) {
        assertDoesNotThrow(() -> Order.requireSameSite(site, origin, host, header));
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site, , shop, 1",
        "same-site, , shop, 1",
        "none, , shop, 1",
        "same-origin, https://evil, shop, 1",
        ", https://shop.evil, shop, 1",
        ", https://shop:8081, shop:8080, 1",
        ", https://shop, , 1",
        ", null, shop, 1",
        ", ://, shop, 1",
        ", https://shop@evil, shop, 1",
        "same-origin, https://shop, shop, ",
        ", , shop, "
    })
    void an_order_of_another_page_or_without_the_header_is_refused(
            String site, String origin, String host, String header) {
        RefusedException refused =
                assertThrows(
                        RefusedException.class,
                        () -> Order.requireSameSite(site, origin, host, header));
        assertEquals(403, refused.status());
    }

    @Test
    void only_json_in_utf_8_is_json() {
        for (String type :
                new String[] {
                    "application/json",
                    "Application/JSON",
                    "application/json; charset=utf-8",
                    "application/json;charset=\"UTF-8\""
                }) {
            assertTrue(Order.isJson(type), type);
        }
        for (String type :
                new String[] {
                    null,
                    "",
                    "text/plain",
                    "application/jsonx",
                    "application/x-www-form-urlencoded",
                    "application/json; charset=latin1",
                    "text/plain; application/json"
                }) {
            assertFalse(Order.isJson(type), type);
        }
    }

    @Test
    void an_order_is_one_object() {
        assertEquals("pause", Order.parse("{\"action\":\"pause\"}".getBytes(UTF_8)).text("action"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e0", "1.0", "-1", "-0", "10e-1", "1234567890123456789", "\"1\""})
    void a_number_is_written_with_digits_alone(String number) {
        Members order = Order.parse("{\"p\":%s}".formatted(number).getBytes(UTF_8));
        RefusedException refused = assertThrows(RefusedException.class, () -> order.number("p"));
        assertEquals(
                "Not a value for 'p': expected a whole number of at most 18 digits",
                refused.detail());
    }

    @Test
    void digits_are_a_number_and_no_text() {
        Members order = Order.parse("{\"p\":120}".getBytes(UTF_8));
        assertEquals(120, order.number("p"));
        assertThrows(RefusedException.class, () -> order.text("p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":1} | The member 'a' is there twice: expected once. Leave out one",
                "{\"a\":{}} | Not a value for 'a': expected a text or a number",
                "{\"a\":[1]} | Not a value for 'a': expected a text or a number",
                "{\"a\":null} | Not a value for 'a': expected a text or a number",
                "{\"a\":true} | Not a value for 'a': expected a text or a number"
            })
    void what_could_be_taken_in_two_ways_is_refused(String body, String detail) {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> Order.parse(body.getBytes(UTF_8)));
        assertEquals(detail, refused.detail());
    }

    @Test
    void a_long_name_is_not_repeated_whole() {
        String body = "{\"%s\":[]}".formatted("n\\n".repeat(1_000));
        RefusedException refused =
                assertThrows(RefusedException.class, () -> Order.parse(body.getBytes(UTF_8)));
        assertTrue(refused.detail().length() < 150, refused::detail);
        assertTrue(refused.detail().startsWith("Not a value for 'n?n?"), refused::detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "1", "null", "{", "{}{}", "{} x", "{\"a\":[[[[[]]]]]}", "{'a':1}"})
    void anything_else_is_refused(String body) {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> Order.parse(body.getBytes(UTF_8)));
        assertEquals(400, refused.status());
        assertFalse(refused.detail().contains("Exception"));
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        assertThrows(
                RefusedException.class,
                () -> Order.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
    }
}
