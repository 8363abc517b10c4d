package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventRevision;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A storage knows which revisions of which event types it holds. */
interface Revisions extends StorageUnderTest {

    @Test
    default void the_revisions_that_are_stored_are_known_once_each() {
        append(ofRevisions(1, 2, 1), "a");
        append(ofRevisions(2, 7), "b");
        assertEquals(Set.of(1, 2, 7), stored());
    }

    @Test
    default void a_revision_is_known_to_the_transaction_that_stores_it_and_then_to_all() {
        try (OpenTransaction open = OpenTransaction.begin(transactions())) {
            open.run(
                    () -> {
                        append(ofRevisions(1), "a");
                        return true;
                    });
            assertEquals(Set.of(), stored());
            assertEquals(Set.of(1), open.run(this::stored));
            append(ofRevisions(1), "b"); // waits for nobody
            assertEquals(Set.of(1), stored());
            open.commit();
        }
        assertEquals(Set.of(1), stored());
    }

    @Test
    default void a_revision_that_was_rolled_back_is_unknown_until_it_is_stored() {
        rolledBack(() -> append(ofRevisions(1), "a"));
        assertEquals(Set.of(), stored());
        append(ofRevisions(1), "a");
        assertEquals(Set.of(1), stored());
    }

    private NewEvent[] ofRevisions(int... revisions) {
        return IntStream.of(revisions)
                .mapToObj(
                        revision ->
                                new NewEvent(
                                        UUID.randomUUID(), type(), revision, "x".getBytes(UTF_8)))
                .toArray(NewEvent[]::new);
    }

    private void append(NewEvent[] events, String id) {
        append(
                new StreamAppend(
                        stream(id),
                        ExpectedVersion.any(),
                        Stream.of(events).toList(),
                        Metadata.empty()));
    }

    private Set<Integer> stored() {
        return storage().storedRevisions().stream()
                .filter(revision -> revision.type().equals(type()))
                .map(EventRevision::revision)
                .collect(Collectors.toSet());
    }

    /** One that no other test uses. */
    private String type() {
        return "type-" + category();
    }
}
