package io.annals.bench.torture;

import io.annals.testing.TestDatabase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All rows of a table, page by page, past the code that is under test. */
final class Rows implements Iterator<Object[]> {

    private static final int PAGE = 2_000;

    private final TestDatabase database;
    private final String query;
    private final Deque<Object[]> page = new ArrayDeque<>();
    private long last;
    private boolean ended;

    /**
     * Begins with the rows whose first column is at least 1.
     *
     * @param query for the rows after {@code ?1} in the order of their first column
     */
    Rows(TestDatabase database, String query) {
        this.database = database;
        this.query = query;
    }

    static long count(TestDatabase database, String query) {
        return database.transactions.inNew(
                () -> number(database.em.createNativeQuery(query).getSingleResult()));
    }

    static long number(Object value) {
        return ((Number) value).longValue();
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !ended) {
            List<?> rows =
                    database.transactions.inNew(
                            () ->
                                    (List<?>)
                                            database.em
                                                    .createNativeQuery(query)
                                                    .setParameter(1, last)
                                                    .setMaxResults(PAGE)
                                                    .getResultList());
            rows.forEach(row -> page.add((Object[]) row));
            ended = rows.size() < PAGE;
        }
        return !page.isEmpty();
    }

    @Override
    public Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("after the last row");
        }
        Object[] row = page.remove();
        last = number(row[0]);
        return row;
    }
}
