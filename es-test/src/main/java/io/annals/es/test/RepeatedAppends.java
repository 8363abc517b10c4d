package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An append that carries event ids is stored once, however often it is repeated, and an event id
 * never twice.
 */
interface RepeatedAppends extends StorageUnderTest {

    @Test
    default void events_with_ids_of_the_callers_are_stored_with_these_ids() {
        List<NewEvent> events = List.of(event("1"), event("2"));
        append(once("a", ExpectedVersion.noStream(), events));
        for (List<StoredEvent> stored : List.of(history(stream("a")), settled(2))) {
            assertEquals(
                    events.stream().map(NewEvent::eventId).toList(),
                    stored.stream().map(StoredEvent::eventId).toList());
        }
    }

    @Test
    default void a_repeat_stores_nothing_and_gets_the_first_receipt_whatever_it_expects() {
        append(stream("a"), "before");
        List<NewEvent> events = List.of(event("1"), event("2"));
        assertEquals(
                List.of(new Receipt(stream("a"), 3)),
                append(once("a", ExpectedVersion.exactly(1), events)));
        append(stream("a"), "after");
        List<StoredEvent> before = settled(4);
        for (ExpectedVersion expected :
                List.of(
                        ExpectedVersion.exactly(1),
                        ExpectedVersion.any(),
                        ExpectedVersion.noStream(),
                        ExpectedVersion.streamExists(),
                        ExpectedVersion.exactly(9))) {
            assertEquals(List.of(new Receipt(stream("a"), 3)), append(once("a", expected, events)));
        }
        assertEquals(List.of("before", "1", "2", "after"), texts(stream("a")));
        assertEquals(positions(before), positions(settled()));
    }

    @Test
    default void a_repeat_may_have_other_metadata_and_the_first_stays() {
        List<NewEvent> events = List.of(event("1"));
        Metadata first = Metadata.empty().with(Metadata.CORRELATION_ID, "first");
        Metadata second = Metadata.empty().with(Metadata.CORRELATION_ID, "second");
        ExpectedVersion any = ExpectedVersion.any();
        append(new StreamAppend(stream("a"), any, events, first, true));
        append(new StreamAppend(stream("a"), any, events, second, true));
        assertEquals(
                List.of(first), history(stream("a")).stream().map(StoredEvent::metadata).toList());
    }

    @Test
    default void a_repeat_within_the_transaction_finds_what_it_has_not_committed_yet() {
        List<NewEvent> events = List.of(event("1"), event("2"));
        StreamAppend append = once("a", ExpectedVersion.noStream(), events);
        inTransaction(
                () -> {
                    assertEquals(List.of(new Receipt(stream("a"), 2)), append(append));
                    return append(append);
                });
        assertEquals(List.of("1", "2"), texts(stream("a")));
    }

    @Test
    default void a_batch_may_be_repeated_as_a_whole_or_beside_new_events() {
        StreamAppend one = once("a", ExpectedVersion.noStream(), List.of(event("a1")));
        StreamAppend two = once("b", ExpectedVersion.noStream(), List.of(event("b1"), event("b2")));
        List<Receipt> first = append(two, one);
        assertEquals(first, append(two, one));
        StreamAppend three = once("c", ExpectedVersion.noStream(), List.of(event("c1")));
        assertEquals(
                List.of(new Receipt(stream("c"), 1), new Receipt(stream("b"), 2)),
                append(three, two));
        assertEquals(List.of("a1"), texts(stream("a")));
        assertEquals(List.of("b1", "b2"), texts(stream("b")));
        assertEquals(List.of("c1"), texts(stream("c")));
    }

    @Test
    default void a_repeat_of_many_events_is_found() {
        List<NewEvent> events =
                IntStream.range(0, 1_234).mapToObj(i -> event(Integer.toString(i))).toList();
        StreamAppend append = once("a", ExpectedVersion.noStream(), events);
        append(append);
        assertEquals(List.of(new Receipt(stream("a"), 1_234)), append(append));
        assertReused(
                once("a", ExpectedVersion.any(), plus(events, event("one more"))), events.get(0));
        assertEquals(1_234, history(stream("a")).size());
    }

    @Test
    default void the_same_id_with_other_content_is_an_error() {
        NewEvent event = new NewEvent(UUID.randomUUID(), TYPE, 2, "1".getBytes(UTF_8));
        append(once("a", ExpectedVersion.noStream(), List.of(event)));
        for (NewEvent other :
                List.of(
                        new NewEvent(event.eventId(), TYPE, 2, "2".getBytes(UTF_8)),
                        new NewEvent(event.eventId(), TYPE, 3, event.payload()),
                        new NewEvent(event.eventId(), TYPE + "-too", 2, event.payload()))) {
            ReusedEventIdException error =
                    assertReused(once("a", ExpectedVersion.any(), List.of(other)), event);
            assertEquals(stream("a"), error.storedStream());
            assertEquals(1, error.storedVersion());
        }
        assertEquals(List.of("1"), texts(stream("a")));
    }

    @Test
    default void the_same_id_for_another_stream_is_an_error_that_names_both() {
        NewEvent event = event("1");
        append(stream("a"), "before");
        append(once("a", ExpectedVersion.any(), List.of(event)));
        ReusedEventIdException error =
                assertReused(once("b", ExpectedVersion.noStream(), List.of(event)), event);
        assertEquals(stream("b"), error.stream());
        assertEquals(stream("a"), error.storedStream());
        assertEquals(2, error.storedVersion());
        assertEquals(List.of(), texts(stream("b")));
    }

    @Test
    default void an_append_of_which_only_a_part_is_stored_is_an_error() {
        NewEvent one = event("1");
        NewEvent two = event("2");
        append(once("a", ExpectedVersion.noStream(), List.of(one, two)));
        NewEvent three = event("3");
        assertReused(once("a", ExpectedVersion.any(), List.of(two, three)), two);
        assertReused(once("a", ExpectedVersion.any(), List.of(three, one)), one);
        assertEquals(List.of("1", "2"), texts(stream("a")));
    }

    @Test
    default void stored_events_in_another_order_or_with_others_between_are_an_error() {
        NewEvent one = event("1");
        NewEvent two = event("2");
        NewEvent three = event("3");
        append(once("a", ExpectedVersion.noStream(), List.of(one, two, three)));
        assertReused(once("a", ExpectedVersion.any(), List.of(two, one)), one);
        assertReused(once("a", ExpectedVersion.any(), List.of(one, three)), three);
        assertEquals(List.of("1", "2", "3"), texts(stream("a")));
    }

    @Test
    default void a_reused_id_takes_everything_else_of_its_transaction_back() {
        NewEvent event = event("1");
        append(once("a", ExpectedVersion.noStream(), List.of(event)));
        assertReused(
                List.of(
                        to(stream("0"), ExpectedVersion.any(), "lost"),
                        once("b", ExpectedVersion.any(), List.of(event)),
                        to(stream("c"), ExpectedVersion.any(), "lost")),
                event);
        assertEquals(List.of("a"), ids("", ALL));
    }

    @Test
    default void an_id_is_free_again_after_a_rollback() {
        NewEvent event = event("1");
        rolledBack(() -> append(once("a", ExpectedVersion.noStream(), List.of(event))));
        append(once("b", ExpectedVersion.noStream(), List.of(event)));
        assertEquals(List.of(), texts(stream("a")));
        assertEquals(List.of("1"), texts(stream("b")));
    }

    @Test
    default void an_id_is_never_stored_twice_even_where_it_is_not_looked_up() {
        NewEvent event = event("1");
        List<NewEvent> events = List.of(event);
        append(new StreamAppend(stream("a"), ExpectedVersion.any(), events, Metadata.empty()));
        for (String id : List.of("a", "b")) {
            StreamAppend again =
                    new StreamAppend(stream(id), ExpectedVersion.any(), events, Metadata.empty());
            assertThrows(
                    EventSourcingException.class,
                    () -> transactions().inNew(() -> storage().append(List.of(again))));
        }
        assertEquals(List.of("1"), texts(stream("a")));
        assertEquals(List.of(), texts(stream("b")));
        assertTrue(append(stream("a"), "2").version() == 2, "appending goes on");
    }

    @Test
    default void events_are_found_by_their_ids_wherever_they_are() {
        List<NewEvent> events = List.of(event("a1"), event("a2"), event("b1"), event("open"));
        append(
                once("a", ExpectedVersion.noStream(), events.subList(0, 2)),
                once("b", ExpectedVersion.noStream(), events.subList(2, 3)));
        List<UUID> wanted = new ArrayList<>(List.of(UUID.randomUUID()));
        events.stream().skip(1).map(NewEvent::eventId).forEach(wanted::add);
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(() -> append(once("c", ExpectedVersion.noStream(), events.subList(3, 4))));
            assertEquals(
                    List.of("a2", "b1", "open"),
                    texts(open.run(() -> storage().withIds(wanted))).stream().sorted().toList());
            assertEquals(
                    List.of("a2", "b1"),
                    texts(inTransaction(() -> storage().withIds(wanted))).stream()
                            .sorted()
                            .toList());
        }
    }

    /** An append that carries the ids of its events. */
    default StreamAppend once(String id, ExpectedVersion expected, List<NewEvent> events) {
        return new StreamAppend(stream(id), expected, events, Metadata.empty(), true);
    }

    private ReusedEventIdException assertReused(StreamAppend append, NewEvent stored) {
        return assertReused(List.of(append), stored);
    }

    private ReusedEventIdException assertReused(List<StreamAppend> appends, NewEvent stored) {
        ReusedEventIdException error =
                assertThrows(
                        ReusedEventIdException.class,
                        () -> transactions().inNew(() -> storage().append(appends)));
        assertEquals(stored.eventId(), error.eventId());
        return error;
    }

    private static List<NewEvent> plus(List<NewEvent> events, NewEvent one) {
        List<NewEvent> all = new ArrayList<>(events);
        all.add(one);
        return Collections.unmodifiableList(all);
    }
}
