package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestIdentifier;

class TestedOnTest {

    private static final String DATABASES = "annals.tested.databases";
    private static final String JAVA = "annals.tested.java";

    @AfterEach
    void leave_nothing() {
        System.clearProperty(DATABASES);
        System.clearProperty(JAVA);
    }

    @Test
    void a_suite_tells_its_databases_and_begins_without() {
        TestedOn.database("jdbc:postgresql://127.0.0.1:1/shop");
        TestedOn.database("jdbc:h2:file:/shop");
        TestedOn.database("jdbc:h2:file:/other");
        assertEquals("H2,PostgreSQL", System.getProperty(DATABASES));

        new TestedOn().executionStarted(TestIdentifier.from(suite()));

        assertNull(System.getProperty(DATABASES));
        TestedOn.database("jdbc:h2:file:/shop");
        assertEquals("H2", System.getProperty(DATABASES));
    }

    @Test
    void a_suite_tells_the_java_of_its_servers() throws Exception {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--source", // reads what is never written
                                "17",
                                "/dev/stdin")
                        .start();
        try {
            TestedOn.java();
        } finally {
            server.destroyForcibly().waitFor();
        }
        assertEquals(System.getProperty("java.version"), System.getProperty(JAVA));
    }

    @Test
    void there_is_a_server() throws IOException {
        assertThrows(IllegalStateException.class, TestedOn::java);
    }

    private static TestDescriptor suite() {
        return new AbstractTestDescriptor(
                UniqueId.forEngine("any"), "suite", ClassSource.from(TestedOnTest.class)) {
            @Override
            public Type getType() {
                return Type.CONTAINER;
            }
        };
    }
}
