package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Commands that are sent again, as a client does that did not get the answer. */
abstract class RepeatContract extends BoardContract {

    private static final String PEAR = "{\"sku\":\"pear\",\"quantity\":2,\"cents\":30}";
    private static final String FIG = "{\"sku\":\"fig\",\"quantity\":1,\"cents\":7}";

    private final String key = "order " + UUID.randomUUID();

    RepeatContract(String database) {
        super(database);
    }

    @Test
    void a_cart_that_is_opened_again_under_the_same_key_is_the_same_cart() throws IOException {
        Answer first = shop.once(key, "carts", "{\"customer\":\"eve\"}").expect(201);
        Answer second = shop.once(key, "carts", "{\"customer\":\"eve\"}").expect(201);
        assertEquals(first.object(), second.object());
        assertEquals(first.header("Location"), second.header("Location"));
        assertEquals(1, shop.events(first.object().getString("id")).size());
        shop.once(key, "carts", "{\"customer\":\"bob\"}").expect(422);
    }

    @Test
    void a_command_that_is_sent_again_gets_the_first_answer_and_happens_once() throws IOException {
        String cart = shop.open("eve");
        String items = "carts/" + cart + "/items";
        Answer first = shop.once(key, items, PEAR).expect(200);
        shop.add(cart, "fig", 1, 7).expect(200);
        shop.checkOut(cart).expect(200);

        Answer second = shop.once(key, items, PEAR).expect(200);

        assertEquals(first.object(), second.object());
        assertEquals("\"2\"", second.header("ETag"));
        assertEquals(4, shop.events(cart).size());
        shop.once(key + " too", items, PEAR).expect(409);
    }

    @Test
    void a_key_of_another_command_is_refused() throws IOException {
        String cart = shop.open("eve");
        shop.once(key, "carts/" + cart + "/items", PEAR).expect(200);
        shop.once(key, "carts/" + cart + "/items", FIG).expect(422);
        shop.once(key, "carts/" + shop.open("bob") + "/items", PEAR).expect(422);
        shop.once(key, "carts/" + cart + "/checkout", "").expect(422);
        assertEquals(2, shop.events(cart).size());
    }

    @Test
    void a_key_has_1_to_255_characters() throws IOException {
        String items = "carts/" + shop.open("eve") + "/items";
        String longest = (key + "x".repeat(255)).substring(0, 255);
        shop.once("", items, PEAR).expect(400);
        shop.once(longest + "x", items, PEAR).expect(400);
        shop.once(longest, items, PEAR).expect(200);
        shop.once(longest, items, PEAR).expect(200);
    }

    @Test
    void a_command_that_is_sent_many_times_at_once_happens_once() throws Exception {
        String cart = shop.open("eve");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> send =
                    () ->
                            shop.once(key, "carts/" + cart + "/items", PEAR)
                                    .expect(200)
                                    .object()
                                    .getInt("version");
            for (Future<Integer> version :
                    threads.invokeAll(List.of(send, send, send, send, send, send, send, send))) {
                assertEquals(2, version.get());
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(2, shop.events(cart).size());
    }
}
