package io.annals.demo.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorLoginTest {

    @ParameterizedTest
    @CsvSource({
        "'Basic ', operator:secret, operator, secret",
        "'basic ', operator:se:cret, operator, se:cret",
        "'BASIC ', operator:secret:, operator, 'secret:'"
    })
    void a_header_says_who_the_caller_is(String scheme, String told, String name, String password) {
        UsernamePasswordCredential credential =
                OperatorLogin.told(scheme + encoded(told)).orElseThrow();
        assertEquals(name, credential.getCaller());
        assertEquals(password, credential.getPasswordAsString());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic b3BlcmF0b3I",
                "Basic b3BlcmF0b3I6",
                "Basic OnNlY3JldA==",
                "Bearer b3A6c2VjcmV0"
            })
    void another_header_says_nothing(String header) {
        assertEquals(Optional.empty(), OperatorLogin.told(header));
    }

    private static String encoded(String told) {
        return Base64.getEncoder().encodeToString(told.getBytes(UTF_8));
    }
}
