package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The project that es-archetype has generated and built does what its README says. */
class ArchetypeIT {

    private static final Path PROJECT = Path.of(System.getProperty("annals.starter"));

    @Test
    void the_generated_war_takes_commands_and_its_view_follows() throws IOException {
        Path war = PROJECT.resolve("target/starter.war");
        assertTrue(Files.exists(war), () -> "Run mvn verify -pl es-archetype first: no " + war);
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "starter");
        try (ServerProcess server = ServerProcess.startAny(war, directory, Map.of())) {
            Shop school = server.shop();
            assertEquals(204, put(school, "courses/chess?title=Chess&places=2").status());
            assertEquals(204, put(school, "courses/chess/students/Ada").status());
            assertEquals(
                    "{\"places\":2,\"students\":[\"Ada\"],\"title\":\"Chess\"}",
                    school.get("courses/chess").expect(200).response().body());
            await_places(school, 1);

            assertEquals(204, put(school, "courses/chess/students/Grace").status());
            await_places(school);
            assertEquals(409, put(school, "courses/chess/students/Linus").status());
            assertEquals(409, put(school, "courses/chess?title=Chess&places=2").status());
            assertEquals(404, put(school, "courses/go/students/Ada").status());
            assertEquals(404, school.get("courses/go").status());
            assertEquals(400, put(school, "courses/go?places=2").status());
            assertEquals(400, put(school, "courses/go?title=Go").status());
            Answer untitled = put(school, "courses/go?places=2");
            assertEquals(Server.UNDER_TEST.plainText(), untitled.header("Content-Type"));
            assertEquals("offer.title: must not be blank", untitled.response().body());

            school.send(school.request("courses/chess/students/Ada").DELETE()).expect(204);
            await_places(school, 1);
        }
    }

    @Test
    void the_generated_project_is_whole_and_has_its_names_filled_in() throws IOException {
        for (String file : List.of(".gitignore", "src/main/payara/preboot.txt")) {
            assertTrue(Files.exists(PROJECT.resolve(file)), file);
        }
        for (String file : List.of("pom.xml", "README.md")) {
            String text = Files.readString(PROJECT.resolve(file));
            assertTrue(text.contains("starter"), file);
            assertFalse(text.contains("${artifactId}"), file);
            assertFalse(text.contains(".version@"), file);
        }
    }

    /** How many places each course has of those that the view shows. */
    private static void await_places(Shop school, Integer... places) {
        Awaitility.await("the view")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertEquals(
                                        List.of(places),
                                        school
                                                .get("vacancies")
                                                .expect(200)
                                                .array()
                                                .getValuesAs(JsonObject.class)
                                                .stream()
                                                .map(vacancy -> vacancy.getInt("places"))
                                                .toList()));
    }

    private static Answer put(Shop school, String path) throws IOException {
        return school.send(school.request(path).PUT(BodyPublishers.noBody()));
    }
}
