package io.annals.demo.marketing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often one article was put into carts, and taken out again. */
@Entity
@Table(name = "marketing_article")
public class Article {

    @Id private String sku = "";
    private long added;
    private long removed;

    /** For the persistence provider. */
    protected Article() {}

    Article(String sku, long added, long removed) {
        this.sku = sku;
        this.added = added;
        this.removed = removed;
    }

    String sku() {
        return sku;
    }

    long added() {
        return added;
    }

    long removed() {
        return removed;
    }
}
