package io.annals.es;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedVersionTest {

    @ParameterizedTest
    @CsvSource({
        "0, true, true, false, false",
        "1, true, false, true, false",
        "2, true, false, true, true"
    })
    void says_which_actual_version_meets_it(
            long actual, boolean any, boolean none, boolean exists, boolean two) {
        assertEquals(any, ExpectedVersion.any().isMetBy(actual));
        assertEquals(none, ExpectedVersion.noStream().isMetBy(actual));
        assertEquals(exists, ExpectedVersion.streamExists().isMetBy(actual));
        assertEquals(two, ExpectedVersion.exactly(2).isMetBy(actual));
    }

    @Test
    void takes_version_0_for_no_stream_and_rejects_negative_ones() {
        assertSame(ExpectedVersion.noStream(), ExpectedVersion.exactly(0));
        assertThrows(IllegalArgumentException.class, () -> ExpectedVersion.exactly(-1));
    }

    @Test
    void the_conflict_names_stream_expected_and_actual_version() {
        StreamId cart = new StreamId("cart", "1");
        assertEquals(
                "Could not append to cart/1: expected version 2, but it is at version 3."
                        + " Load it again and decide again in a new transaction",
                new WrongExpectedVersionException(
                                cart, ExpectedVersion.exactly(2), OptionalLong.of(3))
                        .getMessage());
        assertEquals(
                "Could not append to cart/1: expected an existing stream, but it has no events."
                        + " Load it again and decide again in a new transaction",
                new WrongExpectedVersionException(
                                cart, ExpectedVersion.streamExists(), OptionalLong.of(0))
                        .getMessage());
        WrongExpectedVersionException lost =
                new WrongExpectedVersionException(
                        cart, ExpectedVersion.any(), OptionalLong.empty());
        assertEquals(OptionalLong.empty(), lost.actual());
        assertEquals(
                "Could not append to cart/1: expected any version, but another transaction was faster."
                        + " Load it again and decide again in a new transaction",
                lost.getMessage());
    }
}
