package io.annals.es.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.test.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AppendParticipantTest {

    @EventType("noted")
    public record Noted(String text) {}

    private static final StreamId A = new StreamId("note", "a");
    private static final StreamId B = new StreamId("note", "b");
    private static final StreamId LEFT_OUT = new StreamId("left-out", "a");

    private final InMemoryStorage storage = new InMemoryStorage();
    private final List<EventEnvelope<?>> told = new ArrayList<>();
    private Consumer<EventEnvelope<?>> then = event -> {};
    private final TypedJournal alone =
            new TypedJournal(
                    storage,
                    new JsonbEventSerializer(),
                    () -> EventTypes.of(List.of(Noted.class)),
                    storage.transactions(),
                    () -> {});
    private final TypedJournal journal =
            alone.with(
                    new AppendParticipant() {
                        @Override
                        public boolean joins(List<Append> appends) {
                            return appends.stream()
                                    .noneMatch(append -> append.stream().equals(LEFT_OUT));
                        }

                        @Override
                        public void stored(EventEnvelope<?> event) {
                            told.add(event);
                            then.accept(event);
                        }
                    });

    @Test
    void is_told_of_each_event_as_it_will_be_read_but_without_a_position() {
        journal.append(A, ExpectedVersion.noStream(), List.of(new Noted("before")));
        told.clear();
        Metadata metadata = Metadata.empty().with(Metadata.USER, "ann");
        journal.append(
                List.of(
                        new Append(
                                A,
                                ExpectedVersion.exactly(1),
                                List.of(new Noted("1"), new Noted("2")),
                                metadata)));
        assertEquals(journal.read(A, 1).map(AppendParticipantTest::withoutPosition).toList(), told);
        assertEquals(List.of(2L, 3L), told.stream().map(EventEnvelope::version).toList());
        assertEquals(metadata, told.get(1).metadata());
        assertEquals(EventEnvelope.NO_POSITION, told.get(0).position());
    }

    @Test
    void is_told_in_the_order_in_which_events_are_stored_once_all_are() {
        List<Long> versionsSeen = new ArrayList<>();
        then = event -> versionsSeen.add(journal.read(B).count());
        journal.append(List.of(to(B, "b1", "b2"), to(A, "a1")));
        assertEquals(List.of("a1", "b1", "b2"), texts());
        assertEquals(List.of(2L, 2L, 2L), versionsSeen);
    }

    @Test
    void is_told_of_every_event_of_a_long_append() {
        List<Noted> notes = IntStream.range(0, 2_345).mapToObj(i -> new Noted("" + i)).toList();
        journal.append(A, ExpectedVersion.any(), notes);
        assertEquals(notes, told.stream().map(EventEnvelope::event).toList());
    }

    @Test
    void is_told_nothing_of_an_append_that_it_does_not_join() {
        journal.append(LEFT_OUT, ExpectedVersion.any(), List.of(new Noted("1")));
        assertEquals(List.of(), told);
        assertEquals(1, journal.read(LEFT_OUT).count());
    }

    @Test
    void is_told_nothing_of_a_repeat_and_the_first_receipt_is_returned() {
        Append one = withIds(to(A, "1", "2"));
        List<Receipt> first = journal.append(List.of(one));
        journal.append(A, ExpectedVersion.any(), List.of(new Noted("3")));
        assertEquals(first, journal.append(List.of(one)));
        assertEquals(List.of("1", "2", "3"), texts());
    }

    @Test
    void is_told_of_what_is_new_beside_a_repeat() {
        Append one = withIds(to(B, "1", "2"));
        journal.append(List.of(one));
        assertEquals(
                List.of(new Receipt(B, 2), new Receipt(A, 1)),
                journal.append(List.of(one, withIds(to(A, "3")))));
        assertEquals(List.of("1", "2", "3"), texts());
    }

    @Test
    void is_told_once_of_what_one_transaction_repeats() {
        Append one = withIds(to(A, "1"));
        storage.transactions()
                .inNew(
                        () -> {
                            journal.append(List.of(one));
                            return journal.append(List.of(one));
                        });
        assertEquals(List.of("1"), texts());
    }

    @Test
    void is_told_nothing_of_a_conflict() {
        journal.append(List.of(to(A, "1")));
        assertThrows(
                WrongExpectedVersionException.class,
                () -> journal.append(A, ExpectedVersion.noStream(), List.of(new Noted("2"))));
        assertEquals(List.of("1"), texts());
    }

    @Test
    void what_it_throws_reaches_the_caller_as_it_is_and_nothing_is_stored() {
        IllegalStateException refusal = new IllegalStateException("taken");
        then =
                event -> {
                    throw refusal;
                };
        assertSame(
                refusal,
                assertThrows(
                        IllegalStateException.class, () -> journal.append(List.of(to(A, "1")))));
        assertEquals(0, alone.read(A).count());
    }

    @Test
    void what_it_throws_takes_back_the_callers_transaction_even_if_swallowed() {
        then =
                event -> {
                    throw new IllegalStateException("taken");
                };
        assertThrows(
                EventSourcingException.class,
                () ->
                        storage.transactions()
                                .inNew(
                                        () -> {
                                            alone.append(List.of(to(B, "before")));
                                            assertThrows(
                                                    IllegalStateException.class,
                                                    () -> journal.append(List.of(to(A, "1"))));
                                            return true;
                                        }));
        assertEquals(0, alone.read(A).count() + alone.read(B).count());
    }

    private List<String> texts() {
        return told.stream().map(event -> ((Noted) event.event()).text()).toList();
    }

    private static Append to(StreamId stream, String... texts) {
        return new Append(
                stream,
                ExpectedVersion.any(),
                List.of(texts).stream().map(Noted::new).toList(),
                Metadata.empty());
    }

    private static Append withIds(Append append) {
        return new Append(
                append.stream(),
                append.expected(),
                append.events(),
                append.metadata(),
                append.events().stream().map(event -> UUID.randomUUID()).toList());
    }

    private static EventEnvelope<?> withoutPosition(EventEnvelope<?> event) {
        return new EventEnvelope<>(
                event.event(),
                event.type(),
                event.stream(),
                event.version(),
                EventEnvelope.NO_POSITION,
                event.eventId(),
                event.time(),
                event.metadata());
    }
}
