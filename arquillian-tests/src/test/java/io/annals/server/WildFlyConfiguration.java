package io.annals.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** Which of its configurations WildFly starts with. */
final class WildFlyConfiguration {

    private static final String MICROPROFILE = "standalone-microprofile.xml";
    private static final String NATIVE = "standalone-native.xml";

    private WildFlyConfiguration() {}

    /** The name of the file, which is made if WildFly has none that will do. */
    static String name(Path run) throws IOException {
        if (!Providers.NATIVE_MESSAGING) {
            return MICROPROFILE;
        }
        Path wildfly = Path.of(System.getProperty("annals.wildfly"));
        Path directory = wildfly.resolve("standalone/configuration");
        Files.copy(
                directory.resolve(MICROPROFILE),
                directory.resolve(NATIVE),
                StandardCopyOption.REPLACE_EXISTING);
        runScript(wildfly, run.resolve("wildfly-native.log"));
        return NATIVE;
    }

    /** By WildFly's own command line, since YAML cannot name extensions. */
    private static void runScript(Path wildfly, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        wildfly.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        wildfly.resolve("modules").toString(),
                        "org.jboss.as.cli",
                        "--file=" + System.getProperty("annals.wildfly.script"),
                        "-Dconfig=" + NATIVE);
        builder.environment().put("JBOSS_HOME", wildfly.toString());
        Process script = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!script.waitFor(5, TimeUnit.MINUTES) || script.exitValue() != 0) {
                throw new IOException("WildFly's command line failed: see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while WildFly was configured");
        } finally {
            script.destroyForcibly();
        }
    }
}
