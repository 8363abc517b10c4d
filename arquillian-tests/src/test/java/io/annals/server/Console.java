package io.annals.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;

/**
 * The operations console over HTTP, as a user sees it.
 *
 * @param user the name and, after a colon, the password
 */
record Console(Shop shop, String user) {

    Answer get(String path) throws IOException {
        return shop.send(request(path));
    }

    Answer act(String order) throws IOException {
        return shop.send(order(order));
    }

    HttpRequest.Builder order(String order) {
        return request("api/actions")
                .header("Content-Type", "application/json")
                .header("X-Es-Console", "1")
                .POST(BodyPublishers.ofString(order));
    }

    HttpRequest.Builder request(String path) {
        return shop.request("../es-console/" + path).header("Authorization", basic(user));
    }

    static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
    }
}
