package io.annals.es.jpa;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StorageProvider;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.Transactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Opens the journal in the database of the application's persistence unit.
 *
 * <p>A container makes this bean and injects the entity manager: that of the application's only
 * persistence unit, or the one to which the reference {@code es/journal} is mapped in {@code
 * web.xml}. The unit needs to know nothing of the journal, whose tables come from the scripts under
 * {@code db/es-journal}.
 */
public class JpaStorageProvider implements StorageProvider {

    @PersistenceContext(name = "es/journal")
    private EntityManager em;

    /** For a container, which injects the entity manager. */
    @SuppressWarnings("NullAway.Init")
    public JpaStorageProvider() {}

    /**
     * For use without a container.
     *
     * @param em one that may be shared by threads and delegates to an entity manager of the active
     *     transaction, as a container's does
     */
    public JpaStorageProvider(EntityManager em) {
        this.em = em;
    }

    @Override
    public JournalStorage open(Transactions transactions, StorageSettings settings) {
        Sql sql = new Sql(em);
        Database database = Databases.detect(sql, transactions);
        Schema schema = new Schema(database, sql, transactions);
        schema.ensure(settings.createSchema());
        return new JpaStorage(sql, transactions, database, schema, settings);
    }

    @Override
    public boolean isContention(Throwable thrown) {
        return Failures.isContention(thrown);
    }
}
