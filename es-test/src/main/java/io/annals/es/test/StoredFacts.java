package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.RetryableException;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StorageSettings;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Promise 8: what was appended comes back as it was, in the stream and in the journal, now and
 * later.
 */
interface StoredFacts extends StorageUnderTest {

    @Test
    default void a_payload_may_hold_every_byte() {
        byte[] payload = new byte[256];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        assertPayloadComesBack(payload);
    }

    @Test
    default void a_payload_may_be_empty() {
        assertPayloadComesBack(new byte[0]);
    }

    @Test
    default void a_payload_may_be_a_megabyte() {
        byte[] payload = new byte[1024 * 1024];
        new Random(4711).nextBytes(payload);
        assertPayloadComesBack(payload);
    }

    @Test
    default void a_payload_may_be_as_large_as_it_may() {
        byte[] payload = new byte[StorageSettings.LARGEST_PAYLOAD];
        new Random(4712).nextBytes(payload);
        assertPayloadComesBack(payload);
    }

    @Test
    default void rejects_a_payload_that_is_larger_than_it_may_be() {
        append(stream("a"), "1");
        int size = StorageSettings.LARGEST_PAYLOAD + 1;
        EventSourcingException refusal =
                assertThrows(
                        EventSourcingException.class, () -> append(stream("a"), "x".repeat(size)));
        assertFalse(refusal instanceof RetryableException, refusal::toString);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(Integer.toString(size)), message);
        assertTrue(message.contains(Integer.toString(size - 1)), message);
        assertEquals(List.of("1"), texts(stream("a")));
    }

    @Test
    default void identity_type_and_revision_come_back() {
        NewEvent first = new NewEvent(UUID.randomUUID(), "cart-opened", 1, "{}".getBytes(UTF_8));
        NewEvent second =
                new NewEvent(UUID.randomUUID(), "Item.Added_2", 1_000, "{}".getBytes(UTF_8));
        NewEvent third =
                new NewEvent(
                        new UUID(-1, Long.MIN_VALUE), "t".repeat(100), 2, "{}".getBytes(UTF_8));
        append(Metadata.empty(), first, second, third);
        for (List<StoredEvent> events : List.of(history(stream("a")), settled(3))) {
            assertSame(first, events.get(0));
            assertSame(second, events.get(1));
            assertSame(third, events.get(2));
        }
    }

    @Test
    default void metadata_comes_back_with_every_event() {
        Metadata metadata =
                new Metadata(
                        Map.of(
                                Metadata.CORRELATION_ID,
                                "4711",
                                Metadata.USER,
                                "Zoë 王 \uD83D\uDE80 e\u0301",
                                "empty",
                                "",
                                "spaces and signs",
                                " a=b&c%20+\"'\\;\n\t\u0000 ",
                                "schlüssel",
                                "k".repeat(8_192)));
        append(metadata, event("1"), event("2"));
        append(stream("a"), "3");
        for (List<StoredEvent> events : List.of(history(stream("a")), settled(3))) {
            assertEquals(
                    List.of(metadata, metadata, Metadata.empty()),
                    events.stream().map(StoredEvent::metadata).toList());
        }
    }

    @Test
    default void the_largest_metadata_comes_back() {
        Map<String, String> entries = new TreeMap<>();
        for (int key = 0; key < 8; key++) {
            entries.put("é" + key, "é".repeat(4_094) + "%");
        }
        Metadata largest = new Metadata(entries);
        append(largest, event("1"));
        assertEquals(largest, history(stream("a")).get(0).metadata());
    }

    @Test
    default void each_stream_of_a_batch_has_its_own_metadata() {
        Metadata one = Metadata.empty().with("n", "one");
        Metadata two = Metadata.empty().with("n", "two");
        append(
                new StreamAppend(stream("a"), ExpectedVersion.any(), List.of(event("1")), one),
                new StreamAppend(stream("b"), ExpectedVersion.any(), List.of(event("2")), two));
        assertEquals(one, history(stream("a")).get(0).metadata());
        assertEquals(two, history(stream("b")).get(0).metadata());
    }

    @Test
    default void the_time_is_that_of_the_append() {
        Duration clocksMayDiffer = Duration.ofMinutes(10);
        append(stream("a"), "1");
        Instant now = Instant.now();
        Instant time = history(stream("a")).get(0).time();
        assertTrue(time.isAfter(now.minus(clocksMayDiffer)), () -> time + " is long before " + now);
        assertTrue(time.isBefore(now.plus(clocksMayDiffer)), () -> time + " is long after " + now);
        assertEquals(time, settled(1).get(0).time());
    }

    @Test
    default void an_event_never_changes() {
        append(stream("a"), "1", "2");
        List<StoredEvent> before = settled(2);
        append(stream("a"), "3");
        append(
                to(stream("b"), ExpectedVersion.any(), "b"),
                to(stream("a"), ExpectedVersion.any(), "4"));
        attempt(to(stream("a"), ExpectedVersion.noStream(), "lost"));
        rolledBack(() -> append(stream("a"), "lost"));
        List<StoredEvent> after = settled(5);
        for (int i = 0; i < before.size(); i++) {
            assertSameStored(before.get(i), after.get(i));
            assertSameStored(before.get(i), history(stream("a")).get(i));
        }
    }

    private void append(Metadata metadata, NewEvent... events) {
        append(new StreamAppend(stream("a"), ExpectedVersion.any(), List.of(events), metadata));
    }

    private void assertPayloadComesBack(byte[] payload) {
        append(
                Metadata.empty(),
                event("before"),
                new NewEvent(UUID.randomUUID(), TYPE, 1, payload),
                event("after"));
        for (List<StoredEvent> events : List.of(history(stream("a")), settled(3))) {
            assertEquals("before", new String(events.get(0).payload(), UTF_8));
            assertArrayEquals(payload, events.get(1).payload());
            assertEquals("after", new String(events.get(2).payload(), UTF_8));
        }
    }

    private static void assertSame(NewEvent appended, StoredEvent stored) {
        assertEquals(appended.eventId(), stored.eventId());
        assertEquals(appended.type(), stored.type());
        assertEquals(appended.revision(), stored.revision());
        assertArrayEquals(appended.payload(), stored.payload());
    }

    private static void assertSameStored(StoredEvent before, StoredEvent now) {
        assertEquals(before.stream(), now.stream());
        assertEquals(before.version(), now.version());
        assertEquals(before.position(), now.position());
        assertEquals(before.eventId(), now.eventId());
        assertEquals(before.type(), now.type());
        assertEquals(before.revision(), now.revision());
        assertEquals(before.time(), now.time());
        assertEquals(before.metadata(), now.metadata());
        assertArrayEquals(before.payload(), now.payload());
    }
}
