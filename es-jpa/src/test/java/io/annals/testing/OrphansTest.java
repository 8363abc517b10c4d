package io.annals.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {

    @Test
    void a_server_ends_when_the_jvm_of_its_test_is_killed(@TempDir Path folder) throws Exception {
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Mother.class.getName(),
                                folder.toString())
                        .start();
        try (BufferedReader output = jvm.inputReader()) {
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertTrue(server.isAlive());
            jvm.destroyForcibly().waitFor();
            server.onExit().get(30, TimeUnit.SECONDS);
            assertFalse(server.isAlive());
        }
    }

    /** A test run: starts a server that would go on for long, and waits. */
    static final class Mother {

        private Mother() {}

        public static void main(String[] arguments) throws Exception {
            Orphans.leaveNone(Path.of(arguments[0]));
            Path log = Files.createFile(Path.of(arguments[0], "log"));
            Process server = new ProcessBuilder("tail", "-f", log.toString()).start();
            System.out.println(server.pid());
            server.waitFor();
        }
    }
}
