package io.annals.testing.cart;

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import io.annals.testing.cart.CartEvent.Opened;
import io.annals.testing.shop.ItemAdded;
import io.annals.testing.shop.ItemRemoved;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cart whose stream holds records as JSON, and messages. */
// example:begin
@Aggregate(
        value = "cart",
        events = {CartEvent.class, ItemAdded.class, ItemRemoved.class})
public record Cart(String customer, Map<String, Integer> items) {
    @Apply
    static Cart on(Opened e) {
        return new Cart(e.customer(), Map.of());
    }

    @Apply
    Cart on(ItemAdded e) {
        Map<String, Integer> more = new HashMap<>(items);
        more.merge(e.getSku(), e.getQuantity(), Integer::sum);
        return new Cart(customer, more);
    }

    @Apply
    Cart on(ItemRemoved e) {
        Map<String, Integer> fewer = new HashMap<>(items);
        fewer.remove(e.getSku());
        return new Cart(customer, fewer);
    }

    public List<ItemAdded> add(String sku, int quantity) {
        return List.of(ItemAdded.newBuilder().setSku(sku).setQuantity(quantity).build());
    }
}
// example:end
