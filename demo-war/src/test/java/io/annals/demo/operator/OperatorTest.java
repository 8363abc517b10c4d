package io.annals.demo.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorTest {

    private static final String PASSWORD = "correct-horse";

    private final Operator operator = new Operator();

    @Test
    void is_known_by_name_and_password() {
        operator.become(PASSWORD);
        CredentialValidationResult result = validate("operator", PASSWORD);
        assertEquals(Status.VALID, result.getStatus());
        assertEquals("operator", result.getCallerPrincipal().getName());
        assertEquals(Set.of("operator", "payload-reader"), result.getCallerGroups());
    }

    @ParameterizedTest
    @CsvSource({
        "operator, ''",
        "operator, correct-hors",
        "operator, correct-horse1",
        "operator, Correct-horse",
        "Operator, correct-horse",
        "nobody, correct-horse",
        "'', correct-horse"
    })
    void is_nobody_else(String name, String password) {
        operator.become(PASSWORD);
        CredentialValidationResult result = validate(name, password);
        assertEquals(Status.INVALID, result.getStatus());
        assertTrue(result.getCallerGroups().isEmpty());
    }

    @Test
    void is_not_known_before_there_is_a_password() {
        assertEquals(Status.INVALID, validate("operator", "").getStatus());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "correct-hor", "correct horse", "correct-h\u00f6rse", "correct-horse\n"})
    void refuses_a_password_that_is_easy_to_guess_or_hard_to_send(String password) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> operator.become(password))
                        .getMessage();
        assertTrue(message.contains("shop.console.password"), message);
        assertFalse(message.contains("correct"), message);
        assertEquals(Status.INVALID, validate("operator", password).getStatus());
    }

    private CredentialValidationResult validate(String name, String password) {
        return operator.validate(new UsernamePasswordCredential(name, password));
    }
}
