package io.annals.demo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {

    private static final String TEXT = "0123456789abcdef";

    private final AdminToken token = AdminToken.of(TEXT);

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer "})
    void is_in_a_header_that_brings_it(String scheme) {
        assertTrue(token.isIn(scheme + TEXT));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                TEXT,
                "Basic " + TEXT,
                "Bearer " + TEXT + "0",
                "Bearer  " + TEXT,
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdeF"
            })
    void is_in_no_other_header(String authorization) {
        assertFalse(token.isIn(authorization));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0123456789abcde", "0123456789 abcdef", "0123456789abcdéf", "\n" + TEXT})
    void is_refused_if_it_is_short_or_cannot_be_sent(String text) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> AdminToken.of(text))
                        .getMessage();
        assertTrue(message.contains("shop.admin.token"), message);
        assertFalse(message.contains("0123"), message);
    }

    @Test
    void does_not_show_itself() {
        assertEquals("a secret", token.toString());
    }
}
