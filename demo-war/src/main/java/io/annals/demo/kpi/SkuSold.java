package io.annals.demo.kpi;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How many pieces of one article were sold. */
@Entity
@Table(name = "kpi_sku_sold")
public class SkuSold {

    @Id private String sku = "";
    private long quantity;

    /** For the persistence provider. */
    protected SkuSold() {}

    SkuSold(String sku) {
        this.sku = sku;
    }

    void add(int pieces) {
        quantity = Math.addExact(quantity, pieces);
    }

    String sku() {
        return sku;
    }

    long quantity() {
        return quantity;
    }
}
