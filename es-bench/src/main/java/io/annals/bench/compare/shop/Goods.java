package io.annals.bench.compare.shop;

import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Makes events that look like those of a shop: no two are the same, all are of like size. */
public final class Goods {

    private static final int SMALLEST = 250;
    private static final int LARGEST = 330;
    private static final int TRIALS = 1_000;
    private static final String[] WORDS = {
        "apple", "amber", "birch", "brass", "cedar", "cloud", "coral", "denim", "eagle", "ember",
        "fjord", "flint", "grape", "hazel", "ivory", "lemon", "linen", "maple", "ocean", "olive"
    };
    private static final int YEAR_2026 = 1_767_225_600;

    private Goods() {}

    /** The first event of a cart. */
    public static Opened opened(String customer) {
        return new Opened(customer, words(4), words(12), words(7), words(9), at());
    }

    /** One more event of a cart. */
    public static ItemAdded item() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new ItemAdded(
                "sku-" + random.nextInt(100_000, 1_000_000),
                words(8),
                words(8),
                words(18),
                random.nextInt(1, 10),
                random.nextInt(100, 100_000));
    }

    /** The last event of a cart. */
    public static CheckedOut checkedOut() {
        return new CheckedOut(
                words(6),
                words(12),
                words(6),
                words(9),
                ThreadLocalRandom.current().nextInt(1_000, 1_000_000),
                at());
    }

    /** A cart with so many events, from the first on, without the last. */
    public static List<CartEvent> cart(String customer, int events) {
        List<CartEvent> cart = new ArrayList<>(events);
        cart.add(opened(customer));
        while (cart.size() < events) {
            cart.add(item());
        }
        return List.copyOf(cart);
    }

    /**
     * Checks what is promised of the sizes.
     *
     * @param json writes an event
     * @throws IllegalStateException if one is smaller or larger
     */
    public static void requireSizes(Function<CartEvent, byte[]> json) {
        for (int i = 0; i < TRIALS; i++) {
            for (CartEvent event : List.of(opened("customer-" + i), item(), checkedOut())) {
                int size = json.apply(event).length;
                if (size < SMALLEST || size > LARGEST) {
                    throw new IllegalStateException(
                            "%s has %d bytes. Expected %d to %d"
                                    .formatted(event, size, SMALLEST, LARGEST));
                }
            }
        }
    }

    private static String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ")
                    .append(WORDS[ThreadLocalRandom.current().nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static long at() {
        return YEAR_2026 + ThreadLocalRandom.current().nextLong(31_536_000);
    }
}
