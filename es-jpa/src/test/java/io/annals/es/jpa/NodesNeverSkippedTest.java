package io.annals.es.jpa;

import io.annals.es.spi.JournalStorage;
import io.annals.testing.TestDatabase;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Three nodes that take the numbering of events away from each other all the time. */
abstract class NodesNeverSkippedTest extends NeverSkippedTest {

    private final List<TestDatabase> others =
            List.of(journal().database().onAnotherNode(), journal().database().onAnotherNode());

    @Override
    List<JournalStorage> nodes() {
        return Stream.concat(
                        Stream.of(journal().storage()), others.stream().map(TestDatabase::journal))
                .toList();
    }

    @Override
    void disturb() {
        super.disturb();
        try {
            journal().database().execute("UPDATE es_lease SET expires = '2000-01-01 00:00:00'");
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof SQLTransientException)) { // the nodes were faster
                throw e;
            }
        }
    }

    @AfterEach
    void close() {
        others.forEach(TestDatabase::close);
    }
}
