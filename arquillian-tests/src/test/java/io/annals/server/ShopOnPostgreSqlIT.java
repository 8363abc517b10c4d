package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.util.List;
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

        assertEquals(
                List.of(
                        Answers.json(
                                "{\"result\":\"appended after contention\",\"rollbackOnly\":false,\"tries\":2}"),
                        Answers.json(
                                "{\"result\":\"appended\",\"rollbackOnly\":false,\"tries\":1}")),
                outcomes);
        assertEquals(3, shop.events(one).size());
        assertEquals(3, shop.events(other).size());
    }
}
