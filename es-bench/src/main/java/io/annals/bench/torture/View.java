package io.annals.bench.torture;

import io.annals.es.EventEnvelope;
import io.annals.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Iterator;
import java.util.List;

/** The table to which a consumer copies events; each gets a place, in the order of copying. */
record View(TestDatabase database) {

    private static final String CREATE =
            """
            CREATE TABLE torture_view (place bigint NOT NULL, position bigint NOT NULL,
                stream varchar(100) NOT NULL, version bigint NOT NULL,
                tx bigint NOT NULL, part integer NOT NULL, parts integer NOT NULL)""";
    private static final String INDEX = "CREATE INDEX torture_view_place ON torture_view (place)";
    private static final String LAST_PLACE = "SELECT coalesce(max(place), 0) FROM torture_view";
    private static final String LAST_POSITION =
            "SELECT coalesce(max(position), 0) FROM torture_view";
    private static final String COUNT = "SELECT count(*) FROM torture_view";
    private static final String COPY =
            "INSERT INTO torture_view (place, position, stream, version, tx, part, parts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    private static final String READ =
            "SELECT place, position, stream, version, tx, part, parts FROM torture_view WHERE place > ?1 ORDER BY place";

    void create() {
        database.execute(CREATE, INDEX);
    }

    /** Adds an event in the active transaction. */
    void copy(EventEnvelope<?> envelope) {
        EntityManager em = database.em;
        Entry entry = Entry.of(envelope);
        long place = Rows.number(em.createNativeQuery(LAST_PLACE).getSingleResult()) + 1;
        List<Object> values =
                List.of(
                        place,
                        entry.position(),
                        entry.stream(),
                        entry.version(),
                        entry.event().transaction(),
                        entry.event().part(),
                        entry.event().parts());
        Query copy = em.createNativeQuery(COPY);
        for (int i = 0; i < values.size(); i++) {
            copy.setParameter(i + 1, values.get(i));
        }
        copy.executeUpdate();
    }

    long lastPosition() {
        return Rows.count(database, LAST_POSITION);
    }

    long count() {
        return Rows.count(database, COUNT);
    }

    /** All events, in the order in which they were copied. */
    Iterator<Entry> entries() {
        Rows rows = new Rows(database, READ);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Entry next() {
                return entry(rows.next());
            }
        };
    }

    private static Entry entry(Object[] row) {
        return new Entry(
                Rows.number(row[1]),
                (String) row[2],
                Rows.number(row[3]),
                new Written(
                        Rows.number(row[4]), (int) Rows.number(row[5]), (int) Rows.number(row[6])));
    }
}
