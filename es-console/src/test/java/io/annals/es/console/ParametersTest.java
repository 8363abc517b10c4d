package io.annals.es.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.EventFilter;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void what_is_absent_or_empty_is_not_there() {
        assertEquals(OptionalLong.empty(), of("before", "").position("before"));
        assertEquals(OptionalLong.empty(), new Parameters(Map.of()).position("before"));
        assertEquals(EventFilter.all(), new Parameters(Map.of()).filter());
        assertEquals(50, new Parameters(Map.of()).limit());
    }

    @Test
    void what_is_there_is_read() {
        assertEquals(OptionalLong.of(12), of("before", "12").position("before"));
        assertEquals(100, of("limit", "100").limit());
        assertEquals(new EventFilter(Set.of(), Set.of("x-y")), of("type", "x-y").filter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "x", "1e3", "9999999999999999999", " 1", "१"})
    void a_bad_cursor_is_refused(String value) {
        refused(of("p", value), parameters -> parameters.position("p"));
    }

    @Test
    void what_is_malformed_is_refused() {
        refused(of("limit", "0"), Parameters::limit);
        refused(of("limit", "101"), Parameters::limit);
        refused(of("id", "4711"), parameters -> parameters.eventId("id"));
        refused(of("time", "yesterday"), parameters -> parameters.instant("time"));
        refused(of("type", "<b>"), Parameters::filter);
        refused(of("category", "a b"), Parameters::filter);
        refused(of("category", "a"), Parameters::stream);
        refused(
                new Parameters(Map.of("category", new String[] {"<b>"}, "id", new String[] {"a"})),
                Parameters::stream);
        refused(
                new Parameters(Map.of("p", new String[] {"1", "1"})),
                parameters -> parameters.position("p"));
        refused(of("p", "1".repeat(1_001)), parameters -> parameters.text("p"));
    }

    @Test
    void parameters_that_exclude_each_other_are_refused_by_name() {
        Parameters both =
                new Parameters(Map.of("after", new String[] {"1"}, "before", new String[] {"2"}));
        RefusedException refused =
                assertThrows(
                        RefusedException.class, () -> both.atMostOneOf("after", "before", "time"));
        assertEquals(400, refused.status());
        assertEquals(
                "The parameters 'after' and 'before' exclude each other: expected at most one of them. Send the one that is meant",
                refused.detail());
        assertDoesNotThrow(() -> both.atMostOneOf("after", "time"));
        Parameters empty =
                new Parameters(Map.of("after", new String[] {"1"}, "before", new String[] {""}));
        assertDoesNotThrow(() -> empty.atMostOneOf("after", "before"));
    }

    private static Parameters of(String name, String value) {
        return new Parameters(Map.of(name, new String[] {value}));
    }

    private static void refused(Parameters parameters, Function<Parameters, ?> read) {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> read.apply(parameters));
        assertEquals(400, refused.status());
    }
}
