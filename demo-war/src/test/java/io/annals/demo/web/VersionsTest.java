package io.annals.demo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.ExpectedVersion;
import org.junit.jupiter.api.Test;

class VersionsTest {

    @Test
    void a_quoted_version_is_expected_exactly() {
        assertEquals(ExpectedVersion.exactly(42), Versions.expected("\"42\""));
    }

    @Test
    void a_star_expects_only_that_the_stream_exists() {
        assertEquals(ExpectedVersion.streamExists(), Versions.expected("*"));
    }
}
