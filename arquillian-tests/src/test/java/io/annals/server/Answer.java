package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.net.http.HttpResponse;

/** What the shop answered. */
record Answer(HttpResponse<String> response) {

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Fails unless the answer has this status; errors must be told as problem+json. */
    Answer expect(int status) {
        assertEquals(status, status(), response::body);
        if (status >= 400) {
            assertEquals("application/problem+json", header("Content-Type"));
            assertEquals(status, object().getInt("status"));
        }
        return this;
    }

    JsonObject object() {
        return (JsonObject) json();
    }

    JsonArray array() {
        return (JsonArray) json();
    }

    private JsonStructure json() {
        return Answers.json(response.body());
    }
}
