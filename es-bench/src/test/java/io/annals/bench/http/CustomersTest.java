package io.annals.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another server, which has a cart only: what customers ask for, and what they want. */
class CustomersTest {

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile int status = 201;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
                    exchange.getRequestBody().readAllBytes();
                    byte[] body = "{\"id\":\"7\"}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void each_opens_a_cart_puts_three_articles_into_it_and_checks_out() {
        assertEquals(0, run());
        assertEquals(
                List.of(
                        "POST /api/carts",
                        "POST /api/carts/7/items",
                        "POST /api/carts/7/items",
                        "POST /api/carts/7/items",
                        "POST /api/carts/7/checkout"),
                asked.stream().limit(Customer.REQUESTS).toList());
        assertEquals(0, asked.size() % Customer.REQUESTS);
    }

    @Test
    void an_answer_that_no_customer_wants_ends_the_run() {
        status = 503;
        CompletionException failure = assertThrows(CompletionException.class, this::run);
        String message = String.valueOf(failure.getCause().getMessage());
        assertTrue(message.contains("/api/carts was answered by 503"), message);
    }

    @Test
    void options_that_are_none_are_refused() {
        assertThrows(
                IllegalArgumentException.class, () -> Customers.run(List.of("--seconds", "soon")));
        assertThrows(IllegalArgumentException.class, () -> Customers.run(List.of("--fast")));
    }

    private int run() {
        String url = "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
        return Customers.run(
                List.of("--url", url, "--customers", "1", "--rounds", "1", "--seconds", "1"));
    }
}
