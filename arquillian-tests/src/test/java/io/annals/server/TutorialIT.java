package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.tutorial.Card;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The application of the tutorial does in a server what its pages say. */
class TutorialIT {

    private static final List<String> LIBRARIES = List.of("es-api", "es-cdi", "es-jpa", "es-jsonb");

    @Test
    void a_card_is_charged_and_redeemed_and_the_view_follows() throws IOException {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "cards");
        Path war = directory.resolve("cards.war");
        archive().as(ZipExporter.class).exportTo(war.toFile());
        try (ServerProcess server = ServerProcess.startAny(war, directory, Map.of())) {
            Shop cards = server.shop();
            cards.send(cards.request("cards/4711?holder=Ada").PUT(BodyPublishers.noBody()))
                    .expect(204);
            cards.post("cards/4711/charges?cents=500", "").expect(204);
            cards.post("cards/4711/redemptions?cents=300", "").expect(204);
            assertEquals(409, cards.post("cards/4711/redemptions?cents=201", "").status());
            for (String wrong : List.of("charges?cents=0", "redemptions?cents=-1", "charges")) {
                assertEquals(400, cards.post("cards/4711/" + wrong, "").status());
            }
            assertEquals(
                    400,
                    cards.send(cards.request("cards/4712").PUT(BodyPublishers.noBody())).status());
            assertEquals(
                    409,
                    cards.send(cards.request("cards/4711?holder=Eve").PUT(BodyPublishers.noBody()))
                            .status());
            assertEquals(404, cards.get("cards/4712").status());
            assertEquals(404, cards.post("cards/4712/charges?cents=500", "").status());
            JsonObject card = cards.get("cards/4711").expect(200).object();
            assertEquals(200, card.getInt("cents"));
            Awaitility.await("the view")
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> {
                                JsonArray debts = cards.get("debts").expect(200).array();
                                assertEquals(1, debts.size());
                                assertEquals(200, debts.getJsonObject(0).getInt("cents"));
                            });
        }
    }

    private static WebArchive archive() {
        WebArchive demo =
                ShrinkWrap.createFromZipFile(
                        WebArchive.class, new File(System.getProperty("annals.war")));
        WebArchive archive =
                ShrinkWrap.create(WebArchive.class, "cards.war")
                        .addPackages(
                                false, Filters.exclude(".*CardTest.*"), Card.class.getPackage())
                        .addAsResource("tutorial/persistence.xml", "META-INF/persistence.xml")
                        .addAsResource(
                                "tutorial/microprofile-config.properties",
                                "META-INF/microprofile-config.properties");
        demo.getContent(
                        Filters.include(
                                "/WEB-INF/lib/(%s|jspecify)-.*"
                                        .formatted(String.join("|", LIBRARIES))))
                .forEach((path, node) -> archive.add(node.getAsset(), path));
        return archive;
    }
}
