package io.annals.demo.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"sku\":\"fäg 😀\"}", " {} \n", "{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]}}"})
    void lets_one_object_through(String json) {
        assertNull(WholeJson.fault(json.getBytes(UTF_8)));
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
                "3",
                "null",
                "[{}]",
                " ",
                "{\"sku\":1,\"sku\":1}",
                "{\"a\":[{\"sku\":1,\"s\\u006bu\":2}]}",
                "{\"sku\":NaN}"
            })
    void refuses_what_is_not_one_object(String json) {
        assertNotNull(WholeJson.fault(json.getBytes(UTF_8)));
    }

    @Test
    void refuses_bytes_that_are_no_utf_8() {
        assertNotNull(WholeJson.fault("{\"sku\":\"fäg\"}".getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 999, 30_000})
    void refuses_what_is_nested_too_deeply(int depth) {
        String arrays = "[".repeat(depth);
        String objects = "{\"sku\":".repeat(depth) + "3" + "}".repeat(depth);
        for (String json : List.of(arrays, arrays + "]".repeat(depth), objects)) {
            String fault = WholeJson.fault(json.getBytes(UTF_8));
            assertEquals(
                    "The request body is nested too deeply: expected at most 32 levels", fault);
        }
    }

    @Test
    void lets_through_what_is_nested_as_deeply_as_allowed() {
        String json = "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";
        assertNull(WholeJson.fault(json.getBytes(UTF_8)));
    }
}
