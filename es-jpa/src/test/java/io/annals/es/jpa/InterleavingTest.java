package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.spi.Settled;
import io.annals.es.spi.Transactions;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers begin, commit and roll back between any two statements of the proof. */
class InterleavingTest {

    private static final int ROUNDS = 100;
    private static final int MOST_PARKED = 4;

    @RegisterExtension
    static final OpenJournal JOURNAL =
            new OpenJournal(PostgresServer::create, PersistenceProviders.HIBERNATE);

    private final TestDatabase database = JOURNAL.database();
    private final List<ParkedWriter> parked = new ArrayList<>();
    private final TreeSet<Long> committed = new TreeSet<>();
    private boolean quiet;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothing_at_or_below_what_is_settled_appears_later(long seed) {
        Random random = new Random(seed);
        SequenceWithProof positions =
                new SequenceWithProof(
                        new Sql(database.em), new Interrupted(() -> someoneWrites(random)));
        long read = ParkedWriter.commitOne(database);
        committed.add(read);
        for (int round = 0; round < ROUNDS; round++) {
            Settled settled = positions.settledUpTo();
            for (ParkedWriter alive : parked) {
                assertTrue(
                        alive.position > settled.position(),
                        "settled at %d above a parked %d"
                                .formatted(settled.position(), alive.position));
            }
            if (settled.position() < read) {
                continue; // what was there before is not proved yet
            }
            List<Long> page =
                    JOURNAL
                            .storage()
                            .read(read, settled.position(), EventFilter.all(), 1_000)
                            .events()
                            .stream()
                            .map(event -> event.position())
                            .toList();
            assertEquals(expected(read, settled.position()), page);
            read = settled.position();
        }
        endAll();
        assertEquals(new Settled(committed.last(), false), positions.settledUpTo());
    }

    private List<Long> expected(long after, long upTo) {
        return List.copyOf(committed.subSet(after, false, upTo, true));
    }

    @AfterEach
    void endAll() {
        quiet = true;
        parked.forEach(ParkedWriter::rollBack);
        parked.forEach(ParkedWriter::close);
        parked.clear();
    }

    private void someoneWrites(Random random) {
        for (int i = quiet ? 0 : random.nextInt(4); i > 0; i--) {
            if (parked.isEmpty() || parked.size() < MOST_PARKED && random.nextBoolean()) {
                parked.add(ParkedWriter.begin(database));
            } else {
                try (ParkedWriter ending = parked.remove(random.nextInt(parked.size()))) {
                    if (random.nextInt(3) == 0) {
                        ending.rollBack();
                    } else {
                        ending.commit();
                        committed.add(ending.position);
                    }
                }
            }
        }
    }

    /** Transactions with something happening before and after each. */
    private final class Interrupted implements Transactions {

        private final Runnable happening;

        Interrupted(Runnable happening) {
            this.happening = happening;
        }

        @Override
        public <T> T required(Supplier<T> work) {
            return database.transactions.required(work);
        }

        @Override
        public <T> T inNew(Supplier<T> work) {
            happening.run();
            T result = database.transactions.inNew(work);
            happening.run();
            return result;
        }

        @Override
        public void setRollbackOnly() {
            database.transactions.setRollbackOnly();
        }

        @Override
        public void afterCommit(Runnable action) {
            database.transactions.afterCommit(action);
        }
    }
}
