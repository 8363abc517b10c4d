package io.annals.smoke;

import io.annals.es.jackson.JacksonEventSerializer;
import io.annals.es.jpa.JpaStorageProvider;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.FieldRules;
import io.annals.es.spi.StorageProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** What a Jakarta EE server gives the journal, and Quarkus does not. */
// example:begin
@ApplicationScoped
class Lent {

    /** Classes without a scope are no beans in CDI Lite. */
    @Produces
    @Singleton
    static StorageProvider storage(EntityManager em) {
        return new JpaStorageProvider(em);
    }

    @Produces
    @Singleton
    static EventSerializer events(Instance<FieldRules> fields) {
        return new JacksonEventSerializer(fields);
    }

    @Produces
    @Singleton
    static ThreadFactory threads() {
        return Executors.defaultThreadFactory();
    }
}
// example:end
