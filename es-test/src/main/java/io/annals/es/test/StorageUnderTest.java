package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The words in which the suite speaks of a storage. */
interface StorageUnderTest {

    /** The type of the events appended here. */
    String TYPE = "it-happened";

    /** A page that holds everything a test appends. */
    int ALL = 100_000;

    /** The storage that is tested. */
    JournalStorage storage();

    /** The transactions that the storage takes part in. */
    Transactions transactions();

    /** How long to wait for committed events to be settled. */
    Duration patience();

    /** A category that no other test uses. */
    String category();

    default StreamId stream(String id) {
        return new StreamId(category(), id);
    }

    default NewEvent event(String payload) {
        return new NewEvent(UUID.randomUUID(), TYPE, 1, payload.getBytes(UTF_8));
    }

    default StreamAppend to(StreamId stream, ExpectedVersion expected, String... payloads) {
        return new StreamAppend(
                stream, expected, Stream.of(payloads).map(this::event).toList(), Metadata.empty());
    }

    /** Appends in the active transaction, or in one of its own. */
    default List<Receipt> append(StreamAppend... appends) {
        return transactions().required(() -> storage().append(List.of(appends)));
    }

    /** Appends to one stream, whatever its version. */
    default Receipt append(StreamId stream, String... payloads) {
        return append(to(stream, ExpectedVersion.any(), payloads)).get(0);
    }

    /** Appends in a transaction of its own; returns the conflict, if there was one. */
    default Optional<RetryableException> attempt(StreamAppend... appends) {
        try {
            transactions().inNew(() -> storage().append(List.of(appends)));
            return Optional.empty();
        } catch (RetryableException conflict) {
            return Optional.of(conflict);
        }
    }

    /** Does the work in a transaction that is rolled back. */
    default void rolledBack(Runnable work) {
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        work.run();
                        return true;
                    });
        }
    }

    /** All events of a stream that the active transaction sees, or a new one. */
    default List<StoredEvent> history(StreamId stream) {
        return inTransaction(
                () ->
                        Walk.of(
                                0,
                                StoredEvent::version,
                                last -> storage().readStream(stream, last, ALL)));
    }

    default List<String> texts(StreamId stream) {
        return texts(history(stream));
    }

    default List<String> texts(List<StoredEvent> events) {
        return events.stream().map(event -> new String(event.payload(), UTF_8)).toList();
    }

    default List<Long> versions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::version).toList();
    }

    default List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::position).toList();
    }

    /** The events of this test's category that are settled now, in the order of the journal. */
    default List<StoredEvent> settled() {
        long upTo = storage().settledUpTo().position();
        return inPages(0, upTo, ofThisTest(), ALL);
    }

    default EventFilter ofThisTest() {
        return EventFilter.ofCategories(category());
    }

    /**
     * Waits until so many events of this test's category are settled; the last look is what it
     * returns.
     */
    default List<StoredEvent> settled(int count) {
        List<StoredEvent> seen = new ArrayList<>();
        Waiting.until(
                patience(),
                () -> "%d events are committed, settled are %d".formatted(count, seen.size()),
                () -> {
                    seen.clear();
                    seen.addAll(settled());
                    return seen.size() >= count;
                });
        return List.copyOf(seen);
    }

    /** One page of the journal. */
    default Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
        return inTransaction(() -> storage().read(afterPosition, upTo, filter, limit));
    }

    /** All of the journal between two positions, page by page. */
    default List<StoredEvent> inPages(
            long afterPosition, long upTo, EventFilter filter, int limit) {
        return Walk.of(
                afterPosition, StoredEvent::position, last -> read(last, upTo, filter, limit));
    }

    default List<String> ids(String afterId, int limit) {
        return inTransaction(
                () -> storage().streamIds(category(), afterId.isEmpty() ? null : afterId, limit));
    }

    default <T> T inTransaction(Supplier<T> work) {
        return transactions().required(work);
    }
}
