package io.annals.demo.marketing;

import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Follows the journal and counts what customers want, and what they think better of. */
@ApplicationScoped
@Projection(name = "article-interest", categories = "cart")
public class ArticleInterest {

    @PersistenceContext EntityManager view;

    @EventHandler
    void on(ItemAdded event) {
        article(event.sku()).countAdded();
    }

    @EventHandler
    void on(ItemRemoved event) {
        article(event.sku()).countRemoved();
    }

    @OnReset
    void empty() {
        view.createQuery("delete from Article").executeUpdate();
    }

    private Article article(String sku) {
        Article article = view.find(Article.class, sku);
        if (article == null) {
            article = new Article(sku);
            view.persist(article);
        }
        return article;
    }
}
