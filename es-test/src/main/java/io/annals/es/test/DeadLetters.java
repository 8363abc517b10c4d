package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetter.Decision;
import io.annals.es.spi.DeadLetter.Failure;
import io.annals.es.spi.DeadLetterStore;
import io.annals.es.spi.DeadLetterStore.DeadStream;
import io.annals.es.spi.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a consumer sets aside is kept with its failure, in the transactions of the journal. */
interface DeadLetters extends StorageUnderTest {

    /** Nothing special. */
    Failure FAILURE = new Failure("java.lang.Error", "no", "java.lang.Error: no\n\tat x");

    @Test
    default void an_event_is_set_aside_as_one_that_waits() {
        StoredEvent event = events("a", 1).get(0);
        add("consumer", event);
        DeadLetter letter = list("consumer").get(0);
        assertEquals(
                new DeadLetter(
                        named("consumer"),
                        event.position(),
                        event.stream(),
                        1,
                        TYPE,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        letter.time()),
                letter);
    }

    @Test
    default void the_time_of_a_dead_letter_is_of_the_same_clock_as_that_of_its_event() {
        StoredEvent event = events("a", 1).get(0);
        add("consumer", event);
        DeadLetter letter = list("consumer").get(0);
        assertFalse(letter.time().isBefore(event.time()), letter::toString);
        assertTrue(
                letter.time().isBefore(event.time().plus(Duration.ofMinutes(10))),
                letter::toString);
    }

    @Test
    default void a_failure_is_kept_with_every_character() {
        StoredEvent event = events("a", 1).get(0);
        Failure failure =
                new Failure(
                        "x".repeat(Failure.MAX_NAME),
                        "'\";?1 :name \\ \r\n ü 世界 😀 "
                                .repeat(40)
                                .substring(0, Failure.MAX_MESSAGE),
                        "世".repeat(Failure.MAX_STACK_TRACE));
        failed("consumer", event, failure);
        assertEquals(Optional.of(failure), list("consumer").get(0).failure());
    }

    @Test
    default void a_failure_may_say_nothing() {
        StoredEvent event = events("a", 1).get(0);
        Failure failure = new Failure("java.lang.Error", "", "");
        failed("consumer", event, failure);
        assertEquals(Optional.of(failure), list("consumer").get(0).failure());
    }

    @Test
    default void a_new_failure_takes_the_place_of_the_one_before_and_of_what_was_decided() {
        StoredEvent event = events("a", 1).get(0);
        failed("consumer", event, FAILURE);
        assertTrue(decide("consumer", event, Decision.RETRY));
        Failure next = new Failure("java.lang.Exception", "still not", "");
        run(letters -> letters.fail(named("consumer"), event.position(), next));
        DeadLetter letter = list("consumer").get(0);
        assertEquals(2, letter.attempts());
        assertEquals(Optional.of(next), letter.failure());
        assertEquals(Optional.empty(), letter.decision());
        assertEquals(Optional.empty(), letter.decidedBy());
    }

    @Test
    default void only_what_is_set_aside_can_fail() {
        StoredEvent event = events("a", 1).get(0);
        assertThrows(
                EventSourcingException.class,
                () -> run(letters -> letters.fail(named("consumer"), event.position(), FAILURE)));
    }

    @Test
    default void an_event_is_set_aside_once() {
        StoredEvent event = events("a", 1).get(0);
        failed("consumer", event, FAILURE);
        List<DeadLetter> before = list("consumer");
        add("consumer", event);
        assertEquals(before, list("consumer"));
    }

    @Test
    default void only_what_has_failed_can_be_decided_on() {
        List<StoredEvent> events = events("a", 3);
        failed("consumer", events.get(0), FAILURE);
        add("consumer", events.get(1));
        assertTrue(decide("consumer", events.get(0), Decision.DISMISS));
        assertFalse(decide("consumer", events.get(1), Decision.DISMISS));
        assertFalse(decide("consumer", events.get(2), Decision.DISMISS));
        assertFalse(decide("other", events.get(0), Decision.DISMISS));
        assertEquals(
                List.of(Optional.of(Decision.DISMISS), Optional.empty()),
                list("consumer").stream().map(DeadLetter::decision).toList());
        assertEquals(Optional.of("me"), list("consumer").get(0).decidedBy());
        assertTrue(decide("consumer", events.get(0), Decision.RETRY));
        assertEquals(Optional.of(Decision.RETRY), list("consumer").get(0).decision());
    }

    @Test
    default void dead_letters_are_listed_by_position_in_pages() {
        List<StoredEvent> events = events("a", 5);
        for (int i : List.of(3, 0, 4, 1, 2)) {
            add("consumer", events.get(i));
        }
        String consumer = named("consumer");
        assertEquals(
                positions(events.subList(0, 2)),
                find(letters -> letters.list(consumer, 0, 2)).stream()
                        .map(DeadLetter::position)
                        .toList());
        assertEquals(
                positions(events.subList(2, 5)),
                find(letters -> letters.list(consumer, events.get(1).position(), 9)).stream()
                        .map(DeadLetter::position)
                        .toList());
    }

    @Test
    default void every_consumer_has_its_own_dead_letters() {
        List<StoredEvent> events = events("a", 3);
        List<String> names = List.of("consumer", "Consumer", "consumer ");
        for (int i = 0; i < names.size(); i++) {
            add(names.get(i), events.get(i));
        }
        for (int i = 0; i < names.size(); i++) {
            assertEquals(List.of(events.get(i).position()), positions(names.get(i)));
        }
        run(letters -> letters.removeAfter(named("consumer"), 0));
        assertEquals(List.of(), positions("consumer"));
        assertEquals(List.of(events.get(1).position()), positions("Consumer"));
    }

    @Test
    default void the_first_dead_letter_of_a_stream_is_found() {
        List<StoredEvent> of = events("a", 3);
        List<StoredEvent> others = events("b", 1);
        add("consumer", of.get(2));
        add("consumer", of.get(1));
        add("consumer", others.get(0));
        assertEquals(
                Optional.of(of.get(1).position()),
                find(letters -> letters.first(named("consumer"), stream("a")))
                        .map(DeadLetter::position));
        assertEquals(
                Optional.empty(), find(letters -> letters.first(named("consumer"), stream("A"))));
    }

    @Test
    default void streams_are_told_with_how_many_letters_and_whether_one_holds_up_the_others() {
        List<StoredEvent> held = events("held", 2);
        List<StoredEvent> decided = events("decided", 2);
        List<StoredEvent> waiting = events("waiting", 1);
        failed("consumer", held.get(0), FAILURE);
        add("consumer", held.get(1));
        failed("consumer", decided.get(0), FAILURE);
        add("consumer", decided.get(1));
        add("consumer", waiting.get(0));
        assertTrue(decide("consumer", decided.get(0), Decision.RETRY));
        assertEquals(
                Set.of(
                        new DeadStream(stream("held"), 2, true),
                        new DeadStream(stream("decided"), 2, false),
                        new DeadStream(stream("waiting"), 1, false)),
                Set.copyOf(find(letters -> letters.streams(named("consumer")))));
        assertEquals(List.of(), find(letters -> letters.streams(named("other"))));
    }

    @Test
    default void dead_letters_are_counted_for_a_consumer_and_so_far_at_most() {
        List<StoredEvent> events = events("a", 3);
        failed("consumer", events.get(0), FAILURE);
        add("consumer", events.get(1));
        add("consumer", events.get(2));
        add("other", events.get(0));
        assertEquals(3, count("consumer", 10));
        assertEquals(3, count("consumer", 3));
        assertEquals(2, count("consumer", 2));
        assertEquals(1, count("other", 10));
        assertEquals(0, count("nobody", 10));
        remove(list("consumer").get(0));
        assertEquals(2, count("consumer", 10));
    }

    @Test
    default void a_dead_letter_is_removed_as_it_was_read_and_once() {
        List<StoredEvent> events = events("a", 2);
        failed("consumer", events.get(0), FAILURE);
        add("consumer", events.get(1));
        DeadLetter read = list("consumer").get(0);
        assertTrue(decide("consumer", events.get(0), Decision.RETRY));
        assertThrows(ContentionException.class, () -> remove(read));
        DeadLetter retried = list("consumer").get(0);
        assertTrue(decide("consumer", events.get(0), Decision.DISMISS));
        assertThrows(ContentionException.class, () -> remove(retried));
        remove(list("consumer").get(0));
        assertEquals(List.of(events.get(1).position()), positions("consumer"));
        DeadLetter waiting = list("consumer").get(0);
        remove(waiting);
        assertThrows(ContentionException.class, () -> remove(waiting));
    }

    @Test
    default void dead_letters_after_a_position_are_removed() {
        List<StoredEvent> events = events("a", 4);
        events.forEach(event -> add("consumer", event));
        run(letters -> letters.removeAfter(named("consumer"), events.get(1).position()));
        assertEquals(positions(events.subList(0, 2)), positions("consumer"));
    }

    @Test
    default void a_dead_letter_and_a_checkpoint_are_one_transaction() {
        List<StoredEvent> events = events("a", 2);
        String consumer = named("consumer");
        rolledBack(
                () -> {
                    storage().deadLetters().add(consumer, events.get(0));
                    storage().deadLetters().fail(consumer, events.get(0).position(), FAILURE);
                    append(stream("b"), "lost");
                });
        assertEquals(List.of(), positions("consumer"));
        failed("consumer", events.get(0), FAILURE);
        rolledBack(
                () -> {
                    storage()
                            .deadLetters()
                            .decide(consumer, events.get(0).position(), Decision.RETRY, "me");
                    storage().deadLetters().removeAfter(consumer, 0);
                });
        assertEquals(List.of(true), list("consumer").stream().map(DeadLetter::stands).toList());
    }

    @Test
    default void a_dead_letter_is_seen_by_others_once_it_is_committed() {
        StoredEvent event = events("a", 1).get(0);
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        storage().deadLetters().add(named("consumer"), event);
                        return true;
                    });
            assertEquals(List.of(), positions("consumer"));
            assertEquals(List.of(event.position()), open.run(() -> positions("consumer")));
            open.commit();
        }
        assertEquals(List.of(event.position()), positions("consumer"));
    }

    /** New events of a stream, with their positions. */
    private List<StoredEvent> events(String id, int count) {
        int before = settled().size();
        append(stream(id), "1".repeat(count).split(""));
        return settled(before + count).stream()
                .filter(event -> event.stream().equals(stream(id)))
                .toList();
    }

    /** Consumers of this test do not meet those of others. */
    private String named(String consumer) {
        return category() + "/" + consumer;
    }

    private long count(String consumer, int atMost) {
        return find(letters -> letters.count(named(consumer), atMost));
    }

    private void add(String consumer, StoredEvent event) {
        run(letters -> letters.add(named(consumer), event));
    }

    private void failed(String consumer, StoredEvent event, Failure failure) {
        run(
                letters -> {
                    letters.add(named(consumer), event);
                    letters.fail(named(consumer), event.position(), failure);
                });
    }

    private boolean decide(String consumer, StoredEvent event, Decision decision) {
        return transactions()
                .inNew(
                        () ->
                                storage()
                                        .deadLetters()
                                        .decide(named(consumer), event.position(), decision, "me"));
    }

    private void remove(DeadLetter letter) {
        run(letters -> letters.remove(letter));
    }

    private List<DeadLetter> list(String consumer) {
        return find(letters -> letters.list(named(consumer), 0, ALL));
    }

    private List<Long> positions(String consumer) {
        return list(consumer).stream().map(DeadLetter::position).toList();
    }

    private <T> T find(Function<DeadLetterStore, T> query) {
        return inTransaction(() -> query.apply(storage().deadLetters()));
    }

    private void run(Consumer<DeadLetterStore> work) {
        transactions()
                .inNew(
                        () -> {
                            work.accept(storage().deadLetters());
                            return true;
                        });
    }
}
