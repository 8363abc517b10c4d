package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.server.letter.Letter;
import io.annals.testing.container.EventsRecorded;
import io.annals.testing.container.Recording;
import io.annals.testing.letter.LetterStamped;
import jakarta.enterprise.inject.spi.Extension;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;

/** The demo with an aggregate beside its own whose events are records and messages. */
class ProtobufIT {

    private static final String CONFIGURATION =
            "mp.messaging.incoming.stamps.connector=es-journal\n";

    @Test
    void messages_are_stored_loaded_handled_and_shown_beside_json() throws IOException {
        Path directory =
                Files.createTempDirectory(
                        Path.of(System.getProperty("annals.servers")), "protobuf");
        Path war = directory.resolve("letters.war");
        DemoArchive.withProbe()
                .addPackage(Letter.class.getPackage())
                .addPackage(LetterStamped.class.getPackage())
                .addPackage(EventsRecorded.class.getPackage())
                .addAsServiceProvider(Extension.class, Recording.class)
                .addAsLibraries(new File(System.getProperty("annals.protobuf")).listFiles())
                .addAsLibrary(
                        ShrinkWrap.create(JavaArchive.class, "channels.jar")
                                .addAsManifestResource(
                                        new StringAsset(CONFIGURATION),
                                        "microprofile-config.properties"))
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        try (ServerProcess server = ServerProcess.start(war, directory, Map.of())) {
            Shop shop = server.shop();
            shop.post("recorded", "").expect(200);
            shop.post("letters/1?by=Ada&cents=80", "").expect(204);

            assertEquals("Letter[by=Ada, cents=161]", told(shop, "1"));
            assertEquals("12 {\"by\":\"Ada\"} 2 {\"cents\":80}", told(shop, "1/payloads"));
            assertEquals(
                    "[1 letter-written, 2 letter-stamped, 3 letter-stamped]", recorded(shop, ""));
            assertEquals(
                    "[channel: 80, channel: 81, projection: 80, projection: 81, projection: Ada]",
                    recorded(shop, "/seen"));

            String cart = shop.open("the demo's own events as well");
            assertEquals("the demo's own events as well", shop.cart(cart).getString("customer"));
        }
    }

    private static String recorded(Shop shop, String what) throws IOException {
        return shop.get("recorded" + what).expect(200).response().body();
    }

    private static String told(Shop shop, String letter) throws IOException {
        return shop.get("letters/" + letter).expect(200).response().body();
    }
}
