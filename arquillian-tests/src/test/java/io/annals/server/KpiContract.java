package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Key figures for readers who want to see what they have written, whatever the database. */
abstract class KpiContract extends ControlContract {

    KpiContract(String database) {
        super(database);
    }

    @Test
    void key_figures_count_what_their_reader_has_written() throws IOException {
        boolean atOnce = false;
        for (int i = 0; i < 20; i++) {
            String cart = shop.open("eve");
            shop.add(cart, "pear", 1, 1).expect(200);
            JsonObject bought = shop.checkOut(cart).expect(200).object();

            int version = bought.getInt("version");
            atOnce |= shop.get("kpi?cart=%s&version=%d".formatted(cart, version)).status() == 200;
            JsonObject figures = shop.kpi(cart, version);

            assertTrue(position(figures) >= position(shop.events(cart).getJsonObject(2)));
        }
        assertTrue(atOnce, "no reader was answered within the time that a request waits");
        await_that_the_views_equal_the_journal();
    }

    @Test
    void key_figures_that_do_not_follow_say_so_to_who_has_written() throws IOException {
        order(KPI + "/pause").expect(204);
        String written = "kpi?version=1&cart=" + shop.open("eve");

        assertEquals("1", shop.get(written).expect(503).header("Retry-After"));
        shop.get("kpi").expect(200);

        order(KPI + "/resume").expect(204);
        Awaitility.await("the key figures to count the cart")
                .atMost(PATIENCE)
                .untilAsserted(() -> shop.get(written).expect(200));
        await_that_the_views_equal_the_journal();
    }

    @Test
    void nobody_waits_for_what_the_own_transaction_has_appended() throws IOException {
        String cart = UUID.randomUUID().toString();
        String result =
                shop.post("probe/wait-within/" + cart, "").expect(200).object().getString("result");
        assertTrue(result.contains("Wait after the transaction of its append"), result);
        shop.get("carts/" + cart).expect(404);
    }

    @Test
    void key_figures_wait_for_nothing_that_was_not_written() throws IOException {
        String cart = shop.open("eve");
        shop.get("kpi?version=2&cart=" + cart).expect(404);
        shop.get("kpi?version=1&cart=6f0d4d0e-0d0f-4d4f-8d0e-0d0f4d4f8d0e").expect(404);
        shop.get("kpi?version=1&cart=nonsense").expect(404);
        shop.get("kpi?version=0&cart=" + cart).expect(400);
        shop.get("kpi?version=one&cart=" + cart).expect(400);
        shop.get("kpi?cart=" + cart).expect(400);
        shop.get("kpi?version=1").expect(400);
    }
}
