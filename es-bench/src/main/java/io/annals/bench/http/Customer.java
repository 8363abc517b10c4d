package io.annals.bench.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One customer: opens a cart, puts three articles into it and checks out. Used by one thread. */
final class Customer {

    /** How many a checkout takes. */
    static final int REQUESTS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http;
    private final URI api;
    private final List<Long> nanos = new ArrayList<>();

    Customer(HttpClient http, URI api) {
        this.http = http;
        this.api = api;
    }

    /** Shops for a time; tells how long each request took. */
    List<Long> shop(long start, Duration time) {
        while (System.nanoTime() - start < time.toNanos()) {
            String cart = open();
            for (int article = 1; article < REQUESTS - 1; article++) {
                post(
                        "carts/%s/items".formatted(cart),
                        "{\"sku\":\"article-%d\",\"quantity\":%d,\"cents\":1999}"
                                .formatted(article, article));
            }
            post("carts/%s/checkout".formatted(cart), "");
        }
        return nanos;
    }

    private String open() {
        try {
            return JSON.readTree(post("carts", "{\"customer\":\"eve\"}")).get("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String post(String path, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path)).timeout(PATIENCE);
        if (json.isEmpty()) {
            request.POST(BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        }
        long before = System.nanoTime();
        HttpResponse<String> response = send(request.build());
        nanos.add(System.nanoTime() - before);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    "Could not shop: POST %s was answered by %d. Expected 2xx; is this the demo, and is it idle?"
                            .formatted(response.uri(), response.statusCode()));
        }
        return response.body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not reach " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
