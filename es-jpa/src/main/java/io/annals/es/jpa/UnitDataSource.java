package io.annals.es.jpa;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data source behind a persistence unit, for the one connection that belongs to no
 * transaction.
 */
final class UnitDataSource {

    /** Where Jakarta Persistence says it is, which Hibernate keeps to. */
    private static final String[] PROPERTIES = {
        "jakarta.persistence.nonJtaDataSource", "jakarta.persistence.jtaDataSource"
    };

    /**
     * EclipseLink tells it by its own classes alone: from the entity manager to the data source.
     */
    private static final String[] ECLIPSE_LINK = {
        "getServerSession", "getLogin", "getConnector", "getDataSource"
    };

    private UnitDataSource() {}

    /** Looks in the active transaction; empty if the provider does not tell. */
    static Optional<DataSource> of(EntityManager em) {
        Map<String, Object> properties = em.getEntityManagerFactory().getProperties();
        return Stream.of(PROPERTIES)
                .map(properties::get)
                .map(UnitDataSource::resolve)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> resolve(follow(em.getDelegate(), ECLIPSE_LINK)));
    }

    @SuppressWarnings("BanJNDI") // the name comes from the persistence unit, never from data
    private static Optional<DataSource> resolve(@Nullable Object found) {
        if (found instanceof DataSource source) {
            return Optional.of(source);
        }
        try {
            return found instanceof String name && !name.isBlank()
                    ? Optional.of((DataSource) InitialContext.doLookup(name))
                    : Optional.empty();
        } catch (NamingException | ClassCastException e) {
            return Optional.empty(); // a name that means something to the provider only
        }
    }

    private static @Nullable Object follow(Object start, String... getters) {
        @Nullable Object found = start;
        try {
            for (String getter : getters) {
                if (found == null) {
                    return null;
                }
                found = found.getClass().getMethod(getter).invoke(found);
            }
            return found;
        } catch (ReflectiveOperationException e) {
            return null; // another provider
        }
    }
}
