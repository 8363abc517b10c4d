package io.annals.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.server.user.Guestbook;
import io.annals.server.user.basic.Guests;
import io.annals.server.user.token.Tokens;
import jakarta.json.Json;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** In whose name events are appended, where the server knows its callers. */
class UsersIT {

    private static final String ISSUER = "https://guests.example";

    @Test
    void the_user_is_the_one_whom_the_token_names() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        KeyPair pair = keys.generateKeyPair();
        String pem =
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----"
                        .formatted(
                                Base64.getMimeEncoder()
                                        .encodeToString(pair.getPublic().getEncoded()));
        try (ServerProcess server =
                start(
                        "token",
                        Tokens.class,
                        Map.of("MP_JWT_VERIFY_PUBLICKEY", pem, "MP_JWT_VERIFY_ISSUER", ISSUER))) {
            sign(server, "1", "Bearer " + token("ann@example.org", pair.getPrivate()));
            assertUsers(server, "1", "ann@example.org");
            assertAnonymousIsNobody(server);
        }
    }

    @Test
    void the_user_is_the_caller_of_jakarta_security() throws IOException {
        try (ServerProcess server = start("basic", Guests.class, Map.of())) {
            String credentials = Base64.getEncoder().encodeToString("bob:builder".getBytes(UTF_8));
            sign(server, "1", "Basic " + credentials);
            assertUsers(server, "1", "bob");
            assertAnonymousIsNobody(server);
        }
    }

    private static void assertAnonymousIsNobody(ServerProcess server) throws IOException {
        server.shop().post("guestbooks/2", "").expect(204);
        assertUsers(server, "2", "nobody");
    }

    /** Who has signed, and who has said thank you: whoever handles an event has no caller. */
    private static void assertUsers(ServerProcess server, String book, String guest) {
        Awaitility.await("the guest to be thanked")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertEquals(
                                        List.of(guest, "nobody"),
                                        server.shop()
                                                .get("guestbooks/" + book)
                                                .expect(200)
                                                .array()
                                                .getValuesAs(JsonString::getString)));
    }

    private static void sign(ServerProcess server, String book, String authorization)
            throws IOException {
        Shop shop = server.shop();
        shop.send(
                        shop.request("guestbooks/" + book)
                                .header("Authorization", authorization)
                                .POST(BodyPublishers.noBody()))
                .expect(204);
    }

    private static String token(String name, PrivateKey key) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String signed =
                base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
                        + "."
                        + base64(
                                Json.createObjectBuilder()
                                        .add("iss", ISSUER)
                                        .add("sub", "4711")
                                        .add("upn", name)
                                        .add("jti", "1")
                                        .add("iat", now)
                                        .add("exp", now + 3_600)
                                        .add("groups", Json.createArrayBuilder().add("guest"))
                                        .build()
                                        .toString()
                                        .getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ServerProcess start(
            String name, Class<?> security, Map<String, String> environment) throws IOException {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), name);
        Path war = directory.resolve("guests.war");
        WebArchive guests = DemoArchive.withProbe();
        guests.delete(
                "/WEB-INF/classes/io/annals/demo/operator"); // an application has one mechanism
        guests.addPackages(false, Guestbook.class.getPackage(), security.getPackage())
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        return ServerProcess.start(war, directory, environment);
    }
}
