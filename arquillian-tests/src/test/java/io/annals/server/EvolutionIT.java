package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.annals.server.evolving.after.Tea;
import io.annals.server.evolving.before.Pourings;
import io.annals.server.evolving.upcaster.Euros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;

/** Two releases of an application over one journal, of which the later has changed an event. */
class EvolutionIT {

    @Test
    void a_release_reads_the_events_of_the_one_before_by_its_upcaster_and_not_without()
            throws Exception {
        String url = Databases.newPostgresqlUrl("evolving");
        Path directory =
                Files.createTempDirectory(
                        Path.of(System.getProperty("annals.servers")), "evolving");
        Map<String, String> environment =
                Map.of("ES_DB_URL", url, "ES_DB_USER", "postgres", "ES_DB_PASSWORD", "postgres");

        Path before = war(directory, "before", Pourings.class);
        try (ServerProcess server = ServerProcess.start(before, directory, environment)) {
            server.shop().post("teas/ann/3", "").expect(204);
            server.shop().post("teas/bob/4", "").expect(204);
        }

        Path without = war(directory, "without", Tea.class);
        try (ServerProcess server = ServerProcess.startInVain(without, directory, environment)) {
            server.assertLogged("The journal holds events that this application could not read: ");
            assertNotEquals(200, server.shop().get("teas/ann").status());
        }

        Path after = war(directory, "after", Tea.class, Euros.class);
        try (ServerProcess server = ServerProcess.start(after, directory, environment)) {
            Shop shop = server.shop();
            assertEquals("300", told(shop, "teas/ann"));
            shop.post("teas/ann/50", "").expect(204);
            assertEquals("350", told(shop, "teas/ann"));
            assertEquals("400", told(shop, "teas/bob"));
            Awaitility.await("the consumer to have received what both releases stored")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertEquals("750", told(shop, "teas")));
        }
    }

    private static Path war(Path directory, String name, Class<?>... ofPackages) {
        Path war = directory.resolve(name + ".war");
        DemoArchive.withProbe()
                .addPackages(
                        false, Stream.of(ofPackages).map(Class::getPackage).toArray(Package[]::new))
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        return war;
    }

    private static String told(Shop shop, String path) throws IOException {
        return shop.get(path).expect(200).response().body();
    }
}
