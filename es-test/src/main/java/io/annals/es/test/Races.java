package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.StreamAppend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Promises 2 and 3 between transactions that run at the same time. Only here may a conflict leave
 * the actual version open.
 */
interface Races extends StorageUnderTest {

    /** How often two threads race; often enough that both win sometimes. */
    int ROUNDS = 40;

    @Test
    default void one_of_two_writers_creates_a_stream() {
        for (int round = 1; round <= ROUNDS; round++) {
            String id = "round " + round;
            assertOneWins(
                    id,
                    to(stream(id), ExpectedVersion.noStream(), "one"),
                    to(stream(id), ExpectedVersion.noStream(), "two"));
            assertEquals(1, history(stream(id)).size());
        }
    }

    @Test
    default void one_of_two_writers_gets_the_next_version() {
        append(stream("a"), "first");
        for (int round = 1; round <= ROUNDS; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            assertOneWins("a", to(stream("a"), expected, "one"), to(stream("a"), expected, "two"));
            assertEquals(round + 1, history(stream("a")).size());
        }
    }

    @Test
    default void writers_that_expect_any_version_lose_nothing() {
        int stored = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<Optional<RetryableException>> outcomes =
                    Waiting.together(
                            List.of(
                                    () -> attempt(to(stream("a"), ExpectedVersion.any(), "x", "x")),
                                    () ->
                                            attempt(
                                                    to(
                                                            stream("a"),
                                                            ExpectedVersion.any(),
                                                            "x",
                                                            "x"))));
            assertTrue(
                    outcomes.stream().anyMatch(Optional::isEmpty),
                    "one of two must win: " + outcomes);
            stored += 2 * (int) outcomes.stream().filter(Optional::isEmpty).count();
        }
        assertEquals(
                LongStream.rangeClosed(1, stored).boxed().toList(), versions(history(stream("a"))));
        assertEquals(versions(history(stream("a"))), versions(settled(stored)));
    }

    @Test
    default void the_second_writer_loses_at_its_append_when_the_first_commits() {
        for (ExpectedVersion expected :
                List.of(ExpectedVersion.noStream(), ExpectedVersion.exactly(1))) {
            try (OpenTransaction first = OpenTransaction.begin(transactions());
                    OpenTransaction second = OpenTransaction.begin(transactions())) {
                first.run(() -> append(to(stream("a"), expected, "first")));
                Future<List<Receipt>> append =
                        second.start(() -> append(to(stream("a"), expected, "second")));
                first.commit();
                RetryableException conflict =
                        assertThrows(RetryableException.class, () -> Waiting.resultOf(append));
                assertLost("a", expected, conflict);
            }
        }
        assertEquals(List.of("first", "first"), texts(stream("a")));
    }

    @Test
    default void the_second_writer_loses_when_the_first_has_committed_since_it_began() {
        append(stream("a"), "1");
        try (OpenTransaction second = OpenTransaction.begin(transactions())) {
            assertEquals(1, second.run(() -> history(stream("a"))).size());
            append(stream("a"), "2");
            RetryableException conflict =
                    assertThrows(
                            RetryableException.class,
                            () ->
                                    second.run(
                                            () ->
                                                    append(
                                                            to(
                                                                    stream("a"),
                                                                    ExpectedVersion.exactly(1),
                                                                    "lost"))));
            assertLost("a", ExpectedVersion.exactly(1), conflict);
        }
        assertEquals(List.of("1", "2"), texts(stream("a")));
    }

    @Test
    default void the_second_writer_wins_when_the_first_rolls_back() {
        try (OpenTransaction first = OpenTransaction.begin(transactions());
                OpenTransaction second = OpenTransaction.begin(transactions())) {
            first.run(() -> append(to(stream("a"), ExpectedVersion.noStream(), "first")));
            Future<List<Receipt>> append =
                    second.start(
                            () -> append(to(stream("a"), ExpectedVersion.noStream(), "second")));
            first.rollBack();
            assertEquals(List.of(new Receipt(stream("a"), 1)), Waiting.resultOf(append));
            second.commit();
        }
        assertEquals(List.of("second"), texts(stream("a")));
    }

    @Test
    default void writers_of_different_streams_do_not_wait_for_each_other() {
        try (OpenTransaction first = OpenTransaction.begin(transactions());
                OpenTransaction second = OpenTransaction.begin(transactions())) {
            first.run(() -> append(stream("a"), "a1"));
            second.run(() -> append(stream("b"), "b1"));
            second.commit();
            first.commit();
        }
        assertEquals(List.of("a1"), texts(stream("a")));
        assertEquals(List.of("b1"), texts(stream("b")));
    }

    @Test
    default void batches_in_opposite_order_do_not_deadlock() {
        for (int round = 1; round <= ROUNDS; round++) {
            String a = "a" + round;
            String b = "b" + round;
            List<Optional<RetryableException>> outcomes =
                    Waiting.together(
                            List.of(
                                    () ->
                                            attempt(
                                                    to(
                                                            stream(a),
                                                            ExpectedVersion.noStream(),
                                                            "one"),
                                                    to(
                                                            stream(b),
                                                            ExpectedVersion.noStream(),
                                                            "one")),
                                    () ->
                                            attempt(
                                                    to(
                                                            stream(b),
                                                            ExpectedVersion.noStream(),
                                                            "two"),
                                                    to(
                                                            stream(a),
                                                            ExpectedVersion.noStream(),
                                                            "two"))));
            assertEquals(
                    1, outcomes.stream().filter(Optional::isEmpty).count(), "winners: " + outcomes);
            outcomes.stream()
                    .flatMap(Optional::stream)
                    .forEach(lost -> assertInstanceOf(WrongExpectedVersionException.class, lost));
            assertEquals(texts(stream(a)), texts(stream(b)));
            assertEquals(1, texts(stream(a)).size());
        }
    }

    @Test
    default void a_deadlock_between_appends_ends_as_contention() {
        try (OpenTransaction one = OpenTransaction.begin(transactions());
                OpenTransaction two = OpenTransaction.begin(transactions())) {
            one.run(() -> append(stream("a"), "one"));
            two.run(() -> append(stream("b"), "two"));
            Future<Receipt> oneWaits = one.start(() -> append(stream("b"), "one"));
            Future<Receipt> twoWaits = two.start(() -> append(stream("a"), "two"));
            Waiting.until(
                    Duration.ofMinutes(1),
                    () -> "Two transactions wait for each other for ever",
                    () ->
                            gaveUp(oneWaits)
                                    || gaveUp(twoWaits)
                                    || (oneWaits.isDone() && twoWaits.isDone()));
            boolean oneGaveUp = gaveUp(oneWaits);
            assertTrue(
                    oneGaveUp || gaveUp(twoWaits),
                    "Two transactions appended to the same streams, and neither waited for the other");
            (oneGaveUp ? one : two).rollBack();
            finish(oneGaveUp ? two : one, oneGaveUp ? twoWaits : oneWaits);
        }
        assertEquals(texts(stream("a")), texts(stream("b")));
    }

    private static boolean gaveUp(Future<Receipt> append) {
        try {
            return append.isDone() && Waiting.resultOf(append) == null;
        } catch (ContentionException gaveUp) {
            return true;
        }
    }

    /**
     * The other one goes on; where a database knows deadlocks by time-outs alone, it may have given
     * up, too.
     */
    private static void finish(OpenTransaction other, Future<Receipt> append) {
        try {
            Waiting.resultOf(append);
            other.commit();
        } catch (ContentionException alsoGaveUp) {
            other.rollBack();
        }
    }

    @Test
    default void many_writers_of_few_streams_leave_complete_streams() {
        int writers = 4;
        int appends = 25;
        List<String> ids = List.of("a", "b", "c");
        List<Supplier<List<String>>> works =
                IntStream.range(0, writers)
                        .<Supplier<List<String>>>mapToObj(
                                writer -> () -> writeUntilStored(writer, appends, ids))
                        .toList();
        List<List<String>> written = Waiting.together(works);
        List<String> all = written.stream().flatMap(List::stream).toList();
        assertEquals(writers * appends, all.size());
        List<String> stored = new ArrayList<>();
        for (String id : ids) {
            int length = history(stream(id)).size();
            assertEquals(
                    LongStream.rangeClosed(1, length).boxed().toList(),
                    versions(history(stream(id))));
            stored.addAll(texts(stream(id)));
        }
        assertEquals(all.size(), stored.size());
        assertEquals(new HashSet<>(all), new HashSet<>(stored));
        OrderedStreams.assertStrictlyIncreasing(positions(settled(all.size())));
    }

    private List<String> writeUntilStored(int writer, int appends, List<String> ids) {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < appends; i++) {
            StreamId stream = stream(ids.get((writer + i) % ids.size()));
            String payload = "event %d of writer %d".formatted(i, writer);
            boolean stored = false;
            while (!stored) {
                ExpectedVersion expected = ExpectedVersion.exactly(history(stream).size());
                stored = attempt(to(stream, expected, payload)).isEmpty();
            }
            written.add(payload);
        }
        return written;
    }

    private void assertOneWins(String id, StreamAppend one, StreamAppend two) {
        List<Optional<RetryableException>> outcomes =
                Waiting.together(List.of(() -> attempt(one), () -> attempt(two)));
        List<RetryableException> lost = outcomes.stream().flatMap(Optional::stream).toList();
        assertEquals(1, lost.size(), () -> "losers: " + outcomes);
        assertLost(id, one.expected(), lost.get(0));
    }

    private void assertLost(String id, ExpectedVersion expected, RetryableException conflict) {
        if (conflict instanceof WrongExpectedVersionException stated) {
            assertEquals(stream(id), stated.stream());
            assertEquals(expected, stated.expected());
            stated.actual()
                    .ifPresent(
                            actual ->
                                    assertFalse(
                                            expected.isMetBy(actual), () -> "met by " + actual));
        }
    }
}
