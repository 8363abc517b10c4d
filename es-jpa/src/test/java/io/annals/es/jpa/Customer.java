package io.annals.es.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity of the application, beside the journal. */
@Entity
class Customer {

    @Id String id;

    @Column(unique = true)
    String email;

    Customer() {}

    Customer(String id, String email) {
        this.id = id;
        this.email = email;
    }
}
