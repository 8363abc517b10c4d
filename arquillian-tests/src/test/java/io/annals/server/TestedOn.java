package io.annals.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Notes on which databases and on which Java the servers of a suite ran, in system properties,
 * which its report tells. Each suite begins without.
 *
 * <p>Suites must not run at the same time in one process.
 */
public final class TestedOn implements TestExecutionListener {

    private static final String DATABASES = "annals.tested.databases";
    private static final String JAVA = "annals.tested.java";

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.getSource().orElse(null) instanceof ClassSource) {
            System.clearProperty(DATABASES);
            System.clearProperty(JAVA);
        }
    }

    /** Before a server is started, so that one that does not come up counts, too. */
    static void database(String url) {
        note(DATABASES, url.startsWith("jdbc:postgresql:") ? "PostgreSQL" : "H2");
    }

    /** When a server has come up: the Java of each process that this one has started. */
    static void java() throws IOException {
        List<Path> commands =
                ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().command())
                        .flatMap(Optional::stream)
                        .map(Path::of)
                        .filter(command -> command.endsWith("java"))
                        .toList();
        if (commands.isEmpty()) {
            throw new IllegalStateException("No server runs below this process");
        }
        for (Path command : commands) {
            note(JAVA, version(command));
        }
    }

    private static String version(Path command) throws IOException {
        Properties release = new Properties();
        try (Reader file =
                Files.newBufferedReader(
                        command.toRealPath().resolve("../../release").normalize())) {
            release.load(file);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }

    private static void note(String property, String value) {
        Set<String> values = new TreeSet<>(Set.of(value));
        String noted = System.getProperty(property);
        if (noted != null) {
            values.addAll(List.of(noted.split(",")));
        }
        System.setProperty(property, String.join(",", values));
    }
}
