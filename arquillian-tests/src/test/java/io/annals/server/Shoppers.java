package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many customers at once, some of them at the same carts, until the shop is gone or closed. They
 * remember every command that the shop has acknowledged.
 */
final class Shoppers implements AutoCloseable {

    private static final int SHARED_CARTS = 10;

    /** A command that the shop has acknowledged: the event that must be in the journal. */
    record Acknowledged(String cart, long version, String type, JsonObject payload) {

        void assertIn(JournalFold journal) {
            JsonObject event = journal.event(cart, version);
            assertNotNull(event, () -> "lost: " + this);
            assertEquals(type, event.getString("type"));
            assertEquals(payload, event.getJsonObject("payload"));
        }
    }

    private final Shop shop;
    private final ExecutorService threads;
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final CountDownLatch enough;
    private final List<String> shared;
    private volatile boolean closed;

    /**
     * Lets them begin.
     *
     * @param enough after so many acknowledged commands {@link #awaitEnough()} returns
     */
    Shoppers(Shop shop, int customers, int enough) throws IOException {
        this.shop = shop;
        this.enough = new CountDownLatch(enough);
        String[] carts = new String[SHARED_CARTS];
        for (int i = 0; i < SHARED_CARTS; i++) {
            carts[i] = open("family-" + i);
        }
        this.shared = List.of(carts);
        this.threads = Executors.newFixedThreadPool(customers);
        for (int i = 0; i < customers; i++) {
            int customer = i;
            threads.execute(() -> shopUntilItIsGone(customer));
        }
    }

    void awaitEnough() throws InterruptedException {
        if (!enough.await(5, TimeUnit.MINUTES)) {
            throw new AssertionError(
                    "the shop was too slow: %d commands are missing".formatted(enough.getCount()));
        }
    }

    Queue<Acknowledged> acknowledged() {
        return acknowledged;
    }

    /** Answers that are neither success nor conflict. */
    Queue<String> unexpected() {
        return unexpected;
    }

    int conflicts() {
        return conflicts.get();
    }

    /** Waits until all have left, or noticed that the shop is gone. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        threads.shutdown();
        if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new AssertionError("the shoppers do not end");
        }
    }

    private void shopUntilItIsGone(int customer) {
        Random random = new Random(customer);
        try {
            while (!closed) {
                String own = open("customer-" + customer);
                for (int i = random.nextInt(4); i >= 0; i--) {
                    add(own, random);
                }
                add(shared.get(random.nextInt(SHARED_CARTS)), random);
                if (random.nextInt(3) == 0) {
                    add(own, "regret", 1, 1);
                    accepted(
                            own,
                            shop.remove(own, "regret"),
                            "item-removed",
                            json().add("sku", "regret"));
                }
                if (random.nextInt(2) == 0) {
                    long total = shop.cart(own).getJsonNumber("totalCents").longValueExact();
                    accepted(own, shop.checkOut(own), "checked-out", json().add("cents", total));
                }
            }
        } catch (IOException gone) {
            // That is what they wait for.
        } catch (RuntimeException | AssertionError e) {
            unexpected.add(e.toString());
        }
    }

    private String open(String customer) throws IOException {
        String cart = shop.open(customer);
        remember(
                new Acknowledged(cart, 1, "cart-opened", json().add("customer", customer).build()));
        return cart;
    }

    private void add(String cart, Random random) throws IOException {
        add(cart, "sku-" + random.nextInt(30), 1 + random.nextInt(5), random.nextInt(1000));
    }

    private void add(String cart, String sku, int quantity, long cents) throws IOException {
        accepted(
                cart,
                shop.add(cart, sku, quantity, cents),
                "item-added",
                json().add("sku", sku).add("quantity", quantity).add("cents", cents));
    }

    private void accepted(String cart, Answer answer, String type, JsonObjectBuilder payload) {
        if (answer.status() == 409) {
            conflicts.incrementAndGet();
        } else if (answer.status() == 200) {
            long version = answer.object().getJsonNumber("version").longValueExact();
            remember(new Acknowledged(cart, version, type, payload.build()));
        } else {
            unexpected.add(answer.status() + " " + answer.response().body());
        }
    }

    private void remember(Acknowledged command) {
        acknowledged.add(command);
        enough.countDown();
    }

    private static JsonObjectBuilder json() {
        return Json.createObjectBuilder();
    }
}
