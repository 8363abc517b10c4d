package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/**
 * All promises at once: whatever several transactions do in whatever order, the storage does as the
 * reference does, and a reader that follows it misses nothing.
 */
interface RandomHistories extends StorageUnderTest {

    /** The system property that repeats a run; its value is the seed that a failure tells. */
    String SEED = "annals.seed";

    /** How many histories are played. */
    int HISTORIES = 25;

    /** How many steps a history has at most. */
    int STEPS = 30;

    /** How many simpler histories are tried in search of the simplest that fails. */
    int SIMPLER = 100;

    @Test
    default void random_histories_end_as_in_the_reference() {
        long seed = Long.getLong(SEED, new Random().nextLong());
        System.getLogger(RandomHistories.class.getName())
                .log(Level.INFO, "Random histories with -D{0}={1}", SEED, Long.toString(seed));
        JqwikSession.run(() -> playHistories(seed));
    }

    private void playHistories(long seed) {
        Arbitrary<List<Step>> histories = Step.any().list().ofMinSize(1).ofMaxSize(STEPS);
        RandomGenerator<List<Step>> generator = histories.generator(HISTORIES);
        Random random = new Random(seed);
        Plays plays = new Plays(this);
        for (int i = 0; i < HISTORIES; i++) {
            Shrinkable<List<Step>> history = generator.next(random);
            Optional<AssertionError> failure = plays.failure(history.value());
            if (failure.isPresent()) {
                throw plays.simplest(history, failure.get(), seed);
            }
        }
    }

    /** Plays histories, each in a category of its own. */
    final class Plays {

        private final StorageUnderTest tested;
        private int played;

        private Plays(StorageUnderTest tested) {
            this.tested = tested;
        }

        private Optional<AssertionError> failure(List<Step> history) {
            String category = "%s-%d".formatted(tested.category(), ++played);
            InMemoryStorage reference = new InMemoryStorage();
            try {
                play(
                        history,
                        new Side(
                                tested.storage(),
                                tested.transactions(),
                                tested.patience(),
                                category),
                        new Side(reference, reference.transactions(), tested.patience(), category));
                return Optional.empty();
            } catch (AssertionError e) {
                return Optional.of(e);
            }
        }

        /** Goes on from one that fails to a simpler one that fails, as long as there is one. */
        private AssertionError simplest(
                Shrinkable<List<Step>> failing, AssertionError failure, long seed) {
            Shrinkable<List<Step>> simplest = failing;
            AssertionError why = failure;
            int last = played + SIMPLER;
            boolean simpler = true;
            while (simpler && played < last) {
                simpler = false;
                for (Shrinkable<List<Step>> candidate :
                        (Iterable<Shrinkable<List<Step>>>) simplest.shrink()::iterator) {
                    Optional<AssertionError> fails = failure(candidate.value());
                    if (fails.isPresent() || played >= last) {
                        simpler = fails.isPresent();
                        simplest = simpler ? candidate : simplest;
                        why = fails.orElse(why);
                        break;
                    }
                }
            }
            StringBuilder steps = new StringBuilder();
            simplest.value().forEach(step -> steps.append("\n  ").append(step));
            return new AssertionError(
                    "%s, in this history (repeat with -D%s=%d):%s"
                            .formatted(why.getMessage(), SEED, seed, steps),
                    why);
        }

        private static void play(List<Step> history, Side tested, Side reference) {
            Follower reader = new Follower(tested);
            try (Writers writers = new Writers(tested);
                    Writers model = new Writers(reference)) {
                for (Step step : history) {
                    assertEquals(model.take(step), writers.take(step), () -> "outcome of " + step);
                    reader.step();
                }
            }
            int committed = 0;
            for (String stream : Step.STREAMS) {
                List<String> expected = reference.texts(reference.stream(stream));
                assertEquals(expected, tested.texts(tested.stream(stream)), "stream " + stream);
                committed += expected.size();
            }
            tested.settled(committed);
            reader.step();
            assertEquals(
                    tested.positions(tested.settled(committed)),
                    tested.positions(reader.seen()),
                    "read again and read live");
            OrderedStreams.assertStrictlyIncreasing(tested.positions(reader.seen()));
            for (String stream : Step.STREAMS) {
                List<StoredEvent> live = new ArrayList<>(reader.seen());
                live.removeIf(event -> !event.stream().equals(tested.stream(stream)));
                assertEquals(
                        tested.versions(tested.history(tested.stream(stream))),
                        tested.versions(live),
                        "order of stream " + stream);
            }
        }
    }

    /** A storage with a category for one history. */
    record Side(
            JournalStorage storage, Transactions transactions, Duration patience, String category)
            implements StorageUnderTest {}
}
