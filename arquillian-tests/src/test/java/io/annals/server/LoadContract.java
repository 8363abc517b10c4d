package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the demo shows while customers are at it, whatever the database. */
abstract class LoadContract extends DeployedShop {

    private static final int CUSTOMERS = 4;
    private static final int READINGS = 200;

    LoadContract(String database) {
        super(database);
    }

    @Test
    void whenever_they_are_read_key_figures_equal_the_journal_up_to_their_position()
            throws Exception {
        Set<JsonObject> readings = ConcurrentHashMap.newKeySet();
        Shoppers shoppers = new Shoppers(shop, CUSTOMERS, 0);
        try (shoppers) {
            Awaitility.await("different key figures")
                    .atMost(Duration.ofMinutes(2))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(
                            () -> {
                                readings.add(shop.kpi());
                                return readings.size() >= READINGS;
                            });
        }
        assertEquals(List.of(), List.copyOf(shoppers.unexpected()));
        JsonArray journal = shop.journal();
        assertAll(
                readings.stream()
                        .map(
                                reading ->
                                        () ->
                                                assertEquals(
                                                        JournalFold.of(journal, position(reading))
                                                                .kpi(),
                                                        reading)));
    }

    private static long position(JsonObject reading) {
        return reading.getJsonNumber("position").longValueExact();
    }
}
