package io.annals.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What a Liberty is configured with: what the shop needs, and files that are read beside that. */
final class LibertyConfiguration {

    private static final Path SHOP = Path.of(System.getProperty("annals.liberty.configuration"));

    private LibertyConfiguration() {}

    /** Configures a server for the shop, with the providers that the build says. */
    static void write(Path server) throws IOException {
        Files.copy(SHOP, server.resolve("server.xml"));
        if (Providers.NATIVE_MESSAGING) {
            add(server, "native.xml");
        }
        if (Providers.ECLIPSELINK) {
            add(server, "eclipselink.xml");
        }
    }

    /** Configures a server for an application, which may need more than the shop. */
    static void write(Path server, Path war) throws IOException {
        write(server);
        try (ZipFile archive = new ZipFile(war.toFile())) {
            List<String> entries = archive.stream().map(ZipEntry::getName).toList();
            if (!has(entries, "WEB-INF/lib/annals-demo-libraries[.]jar")) { // where Hibernate is
                add(server, "tutorial.xml");
            }
            if (has(entries, "WEB-INF/lib/(es-opentelemetry|smallrye.*-kafka)-[0-9].*")) {
                add(server, "telemetry.xml");
            }
            if (has(entries, "WEB-INF/classes/io/annals/server/user/token/.*")) {
                add(server, "token.xml");
            }
        }
    }

    /** Adds a file that lies beside the shop's. */
    private static void add(Path server, String file) throws IOException {
        Path more = Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.copy(SHOP.resolveSibling(file), more.resolve(file));
    }

    private static boolean has(List<String> entries, String pattern) {
        return entries.stream().anyMatch(entry -> entry.matches(pattern));
    }
}
