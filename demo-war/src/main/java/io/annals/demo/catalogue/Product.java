package io.annals.demo.catalogue;

import java.util.List;

/**
 * An article as the shop offers it.
 *
 * @param cents the price of one piece
 */
public record Product(String sku, String name, String unit, long cents) {

    /** Everything on offer, in the order in which it is shown. */
    public static final List<Product> ALL =
            List.of(
                    new Product("apple", "Apple", "each", 45),
                    new Product("pear", "Pear", "each", 60),
                    new Product("lemon", "Lemon", "each", 55),
                    new Product("grapes", "Grapes", "500 g", 320),
                    new Product("strawberries", "Strawberries", "250 g", 290),
                    new Product("tomato", "Tomatoes", "500 g", 240),
                    new Product("carrot", "Carrots", "1 kg", 180),
                    new Product("bread", "Sourdough bread", "750 g", 480),
                    new Product("cheese", "Mountain cheese", "200 g", 590),
                    new Product("egg", "Eggs", "6 pieces", 310),
                    new Product("honey", "Blossom honey", "500 g", 890),
                    new Product("coffee", "Coffee beans", "250 g", 1150));
}
