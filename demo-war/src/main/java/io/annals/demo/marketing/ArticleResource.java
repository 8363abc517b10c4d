package io.annals.demo.marketing;

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Shows marketing what customers want. */
@Path("articles")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ArticleResource {

    private static final String MOST_WANTED =
            "select article from Article article order by article.added desc, article.sku";

    @PersistenceContext EntityManager view;

    /** How often an article was put into carts, and taken out again. */
    public record Interest(String sku, long added, long removed) {

        static Interest of(Article article) {
            return new Interest(article.sku(), article.added(), article.removed());
        }
    }

    /** The articles put into carts most often, at most a hundred. */
    @GET
    public List<Interest> mostWanted() {
        // Not getResultStream(): there is no transaction at whose end its connection would go back.
        return view
                .createQuery(MOST_WANTED, Article.class)
                .setMaxResults(100)
                .getResultList()
                .stream()
                .map(Interest::of)
                .toList();
    }
}
