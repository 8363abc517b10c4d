package io.annals.readme;

import io.annals.es.EventRevision;
import io.annals.es.evolution.Part;
import io.annals.es.evolution.Upcaster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

// example:begin
@ApplicationScoped
public class BasketHistory {

    // Json.createObjectBuilder() would look for a provider each time
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    @Produces // change: an item had its price in euros once
    Upcaster<JsonObject> cents() {
        return Upcaster.change(
                "item-taken",
                1,
                item ->
                        JSON.createObjectBuilder(item)
                                .remove("euros")
                                .add("cents", item.getInt("euros") * 100L)
                                .build());
    }

    @Produces // rename: the same event under another name
    Upcaster<JsonObject> opened() {
        return Upcaster.rename(
                new EventRevision("cart-opened", 1),
                new EventRevision("basket-opened", 1),
                UnaryOperator.identity());
    }

    @Produces // split: to swap an item is to put back one and to take another
    Upcaster<JsonObject> swapped() {
        return Upcaster.split(
                new EventRevision("item-swapped", 1),
                Set.of(new EventRevision("item-put-back", 1), new EventRevision("item-taken", 2)),
                swap ->
                        List.of(
                                Part.of("item-put-back", 1, swap.getJsonObject("old")),
                                Part.of("item-taken", 2, swap.getJsonObject("new"))));
    }

    @Produces // drop: nobody sees these events any more
    Upcaster<JsonObject> looked() {
        return Upcaster.drop(
                new EventRevision("item-looked-at", 1), "says nothing about the basket");
    }
}
// example:end
