package io.annals.demo.marketing;

import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.demo.cart.CartEvent.ItemRemoved;
import io.annals.es.ContentionException;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.OnReset;
import io.annals.es.projection.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;

/**
 * Follows the journal and counts what customers want, and what they think better of.
 *
 * <p>An article is in many carts, so segments of this consumer share its row. That is why the
 * database adds, in one statement: of two that read, add and write, one would be lost.
 */
@ApplicationScoped
@Projection(name = "article-interest", categories = "cart")
public class ArticleInterest {

    private static final String COUNT =
            "update Article article set article.added = article.added + :added,"
                    + " article.removed = article.removed + :removed where article.sku = :sku";

    @PersistenceContext EntityManager view;

    @EventHandler
    void on(ItemAdded event) {
        count(event.sku(), 1, 0);
    }

    @EventHandler
    void on(ItemRemoved event) {
        count(event.sku(), 0, 1);
    }

    @OnReset
    void empty() {
        view.createQuery("delete from Article").executeUpdate();
    }

    private void count(String sku, long added, long removed) {
        int rows =
                view.createQuery(COUNT)
                        .setParameter("added", added)
                        .setParameter("removed", removed)
                        .setParameter("sku", sku)
                        .executeUpdate();
        if (rows == 0) {
            insert(new Article(sku, added, removed));
        }
    }

    private void insert(Article article) {
        try {
            view.persist(article);
            view.flush();
        } catch (PersistenceException e) {
            throw new ContentionException( // has the event come again
                    "Could not insert article '%s' into the view; another segment may have just done so"
                            .formatted(article.sku()),
                    e);
        }
    }
}
