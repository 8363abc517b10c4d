package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.server.jackson.Visit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;

/**
 * The demo with Jackson in the place of JSON-B, whose module it has as well, in a server that may
 * have a Jackson of its own, of another version and with fewer modules.
 */
class JacksonIT {

    @Test
    void events_are_stored_and_read_with_the_servers_jackson() throws IOException {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "jackson");
        Path war = directory.resolve("visits.war");
        DemoArchive.withProbe()
                .addPackage(Visit.class.getPackage())
                .addAsLibraries(new File(System.getProperty("annals.jackson")).listFiles())
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        try (ServerProcess server =
                ServerProcess.start(war, directory, Map.of("ES_CONSOLE_ENABLED", "false"))) {
            Shop shop = server.shop();
            String at = "2026-11-01T12:00:00.123456789Z";
            shop.post("visits/ada?at=%s&reason=work".formatted(at), "").expect(204);
            shop.post("visits/eve?at=%s".formatted(at), "").expect(204);

            assertEquals(
                    "JacksonEventSerializer %1$s Optional[work] {\"at\":\"%1$s\",\"reason\":\"work\"}"
                            .formatted(at),
                    told(shop, "ada"));
            assertEquals(
                    "JacksonEventSerializer %1$s Optional.empty {\"at\":\"%1$s\"}".formatted(at),
                    told(shop, "eve"));

            String library = told(shop, "any/jackson");
            assertTrue(library.matches(Server.UNDER_TEST.jackson()), library);

            assertEquals(404, shop.get("../es-console/").status(), "the console is switched off");
            assertEquals(404, shop.get("../es-console/api/journal").status());

            String cart = shop.open("the demo's own events as well");
            assertEquals("the demo's own events as well", shop.cart(cart).getString("customer"));
        }
    }

    private static String told(Shop shop, String visit) throws IOException {
        return shop.get("visits/" + visit).expect(200).response().body();
    }
}
