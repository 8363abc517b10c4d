package io.annals.testing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entity of the application, beside the journal. */
@Entity
@Table(name = "customer") // names of tables may be case-sensitive
public class Customer {

    @Id public String id;

    @Column(unique = true)
    public String email;

    public Customer() {}

    public Customer(String id, String email) {
        this.id = id;
        this.email = email;
    }
}
