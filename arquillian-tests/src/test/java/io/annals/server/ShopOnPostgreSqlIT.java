package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

class ShopOnPostgreSqlIT extends ShopContract {

    ShopOnPostgreSqlIT() {
        super("postgresql");
    }

    @Deployment(name = SHOP, managed = false, testable = false)
    @TargetsContainer("postgresql")
    static WebArchive shop() {
        return DemoArchive.withProbe();
    }

    /** PostgreSQL ends one of the two transactions when they wait for each other. */
    @Test
    void the_loser_of_a_deadlock_succeeds_when_it_is_retried() throws Exception {
        String one = shop.open("eve");
        String other = shop.open("bob");

        List<JsonObject> outcomes =
                atOnce(
                        "probe/deadlock/%s/%s".formatted(one, other),
                        "probe/deadlock/%s/%s".formatted(other, one));

        JsonObject loser = outcomes.get(0);
        assertEquals("appended after contention", loser.getString("result"));
        assertFalse(loser.getBoolean("rollbackOnly"));
        // Once more if it comes before the other one has committed: that is a conflict then.
        assertTrue(Set.of(2, 3).contains(loser.getInt("tries")), loser::toString);
        assertEquals(
                Answers.json("{\"result\":\"appended\",\"rollbackOnly\":false,\"tries\":1}"),
                outcomes.get(1));
        assertEquals(3, shop.events(one).size());
        assertEquals(3, shop.events(other).size());
    }

    /** The demo has one taken of each 100 events of a cart. */
    @Test
    void a_cart_is_the_same_with_snapshots_with_damaged_ones_and_without() throws Exception {
        JournalTables tables = new JournalTables(System.getProperty("annals.postgresql.url"));
        String cart = shop.open("eve");
        for (int i = 1; i <= 120; i++) {
            shop.add(cart, "pear", 1, 30).expect(200);
        }
        for (String damage :
                List.of(
                        "SET payload = '{}'",
                        "SET version = version + 7",
                        "SET checksum = 0",
                        "SET type = 'java.lang.String'")) {
            awaitSnapshot(tables, cart);
            tables.change("UPDATE es_snapshot " + damage);
            assertPears(120, cart);
        }
        awaitSnapshot(tables, cart);
        tables.change("DELETE FROM es_snapshot");
        assertPears(120, cart);
        awaitSnapshot(tables, cart);
        shop.add(cart, "pear", 1, 30).expect(200);
        assertPears(121, cart);
    }

    private static void awaitSnapshot(JournalTables tables, String cart) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> tables.goodSnapshots(cart) > 0);
    }

    private void assertPears(int quantity, String cart) throws Exception {
        assertEquals(
                quantity,
                shop.cart(cart).getJsonArray("lines").getJsonObject(0).getInt("quantity"));
    }
}
