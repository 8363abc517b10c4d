package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Checks the journal's order and folds it to key figures, in a way of its own. */
final class JournalFold {

    private final Map<String, Map<Long, JsonObject>> streams = new HashMap<>();
    private final Map<String, Long> sold = new TreeMap<>();
    private final Map<String, Long> added = new TreeMap<>();
    private final Map<String, Long> removed = new TreeMap<>();
    private long position;
    private long carts;
    private long checkouts;
    private long revenueCents;

    /**
     * Folds a journal.
     *
     * @throws AssertionError if positions do not increase, or versions are not 1, 2, 3 … in their
     *     order
     */
    static JournalFold of(JsonArray journal) {
        return of(journal, Long.MAX_VALUE);
    }

    /** Folds a journal up to and including a position; otherwise as {@link #of(JsonArray)}. */
    static JournalFold of(JsonArray journal, long upTo) {
        JournalFold fold = new JournalFold();
        journal.getValuesAs(JsonObject.class).stream()
                .takeWhile(event -> position(event) <= upTo)
                .forEach(fold::apply);
        return fold;
    }

    /** Folds the shop's journal, once its views tell the same. */
    static JournalFold awaitViews(Shop shop) {
        AtomicReference<JournalFold> folded = new AtomicReference<>();
        Awaitility.await("the views to have followed the journal")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> {
                            JournalFold journal = of(shop.journal());
                            assertEquals(journal.kpi(), shop.kpi());
                            assertEquals(journal.articles(), shop.articles());
                            folded.set(journal);
                        });
        return folded.get();
    }

    private void apply(JsonObject event) {
        long at = position(event);
        assertTrue(at > position, () -> "position %d after %d".formatted(at, position));
        position = at;

        Map<Long, JsonObject> stream =
                streams.computeIfAbsent(event.getString("stream"), id -> new TreeMap<>());
        long version = event.getJsonNumber("version").longValueExact();
        assertEquals(stream.size() + 1L, version, () -> "a hole in the versions before " + event);
        stream.put(version, event);

        switch (event.getString("type")) {
            case "cart-opened" -> carts++;
            case "item-added" -> added.merge(sku(event), 1L, Long::sum);
            case "item-removed" -> removed.merge(sku(event), 1L, Long::sum);
            case "checked-out" -> {
                checkouts++;
                revenueCents += cents(event);
                sell(stream);
            }
            default -> {}
        }
    }

    /** Counts what lies in a cart when it is bought. */
    private void sell(Map<Long, JsonObject> stream) {
        Map<String, Long> cart = new HashMap<>();
        for (JsonObject event : stream.values()) {
            JsonObject payload = event.getJsonObject("payload");
            switch (event.getString("type")) {
                case "item-added" ->
                        cart.merge(
                                payload.getString("sku"),
                                (long) payload.getInt("quantity"),
                                Long::sum);
                case "item-removed" -> cart.remove(payload.getString("sku"));
                default -> {}
            }
        }
        cart.forEach((sku, quantity) -> sold.merge(sku, quantity, Long::sum));
    }

    private static long position(JsonObject event) {
        return event.getJsonNumber("position").longValueExact();
    }

    private static String sku(JsonObject event) {
        return event.getJsonObject("payload").getString("sku");
    }

    private static long cents(JsonObject event) {
        return event.getJsonObject("payload").getJsonNumber("cents").longValueExact();
    }

    long position() {
        return position;
    }

    int size() {
        return streams.values().stream().mapToInt(Map::size).sum();
    }

    /** An event; null if it is not in the journal. */
    JsonObject event(String stream, long version) {
        return streams.getOrDefault(stream, Map.of()).get(version);
    }

    /** What the shop should tell of its articles. */
    JsonArray articles() {
        JsonArrayBuilder articles = Json.createArrayBuilder();
        mostFirst(added)
                .limit(100)
                .forEach(
                        entry ->
                                articles.add(
                                        Json.createObjectBuilder()
                                                .add("added", entry.getValue())
                                                .add(
                                                        "removed",
                                                        removed.getOrDefault(entry.getKey(), 0L))
                                                .add("sku", entry.getKey())));
        return articles.build();
    }

    /** What the shop should tell as its key figures. */
    JsonObject kpi() {
        JsonArrayBuilder top = Json.createArrayBuilder();
        mostFirst(sold)
                .limit(10)
                .forEach(
                        entry ->
                                top.add(
                                        Json.createObjectBuilder()
                                                .add("quantity", entry.getValue())
                                                .add("sku", entry.getKey())));
        return Json.createObjectBuilder()
                .add("carts", carts)
                .add("checkouts", checkouts)
                .add("conversion", carts == 0 ? 0.0 : (double) checkouts / carts)
                .add("position", position)
                .add("revenueCents", revenueCents)
                .add("topSkus", top)
                .build();
    }

    private static Stream<Map.Entry<String, Long>> mostFirst(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()));
    }
}
