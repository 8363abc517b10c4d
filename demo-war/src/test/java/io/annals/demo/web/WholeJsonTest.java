package io.annals.demo.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{\"sku\":\"fäg 😀\"}", " {} \n", "3", "null", "[{}]"})
    void lets_one_value_through(String json) {
        assertTrue(WholeJson.isOneValue(json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} {}",
                "{}x",
                "{}}",
                "{\"sku\":\"fig\"",
                "\uFEFF{}",
                "nonsense",
                "{\"sku\":NaN}"
            })
    void refuses_what_is_not_one_value(String json) {
        assertFalse(WholeJson.isOneValue(json.getBytes(UTF_8)));
    }

    @Test
    void refuses_bytes_that_are_no_utf_8() {
        assertFalse(WholeJson.isOneValue("{\"sku\":\"fäg\"}".getBytes(ISO_8859_1)));
    }
}
