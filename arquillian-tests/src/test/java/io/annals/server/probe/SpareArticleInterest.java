package io.annals.server.probe;

import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A second version of the demo's projection, which could take its place; it writes nothing, and
 * cannot handle what is bitter.
 */
@ApplicationScoped
@Projection(name = "article-interest", version = 2, categories = "cart")
public class SpareArticleInterest {

    @EventHandler
    void on(ItemAdded event) {
        if (event.sku().equals("bitter")) {
            throw new IllegalStateException("for the test");
        }
    }

    @OnReset
    void empty() {}
}
