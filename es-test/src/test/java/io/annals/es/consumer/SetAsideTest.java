package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Tracing;
import io.annals.es.test.InMemoryStorage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much may be set aside. */
class SetAsideTest {

    private static final StreamId STREAM = new StreamId("some", "thing");

    @EventType("happened")
    public record Happened() {}

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Nodes nodes = new Nodes(storage, Happened.class);
    private final Consumer consumer =
            new Consumer("follower", EventFilter.all(), Delivery.EXACTLY_ONCE, event -> {});
    private final SetAside two =
            new SetAside(
                    consumer,
                    new Segment("follower", 0, 1),
                    storage,
                    storage.transactions(),
                    new Handling(
                            consumer,
                            nodes.journal(),
                            storage.transactions(),
                            Tracing.NONE,
                            position -> true),
                    () -> {},
                    2);

    @Test
    void no_more_is_set_aside_than_there_is_room_for() {
        List<StoredEvent> events = events(3);
        NotHandled failure = failure(events.get(0));
        two.put(events.get(0), failure, () -> {});
        assertTrue(two.holdsUp(events.get(1)));
        two.requireRoomFor(events.subList(1, 2));
        NotHandled full =
                assertThrows(NotHandled.class, () -> two.requireRoomFor(events.subList(1, 3)));
        assertEquals(NotHandled.Reason.TOO_MANY, full.reason());
        two.added(1);
        assertThrows(NotHandled.class, () -> two.put(events.get(2), failure, () -> {}));
        two.requireRoomFor(List.of());
    }

    @Test
    void what_is_aside_is_counted_when_it_is_found() {
        List<StoredEvent> events = events(2);
        two.put(events.get(0), failure(events.get(0)), () -> {});
        storage.transactions()
                .inNew(
                        () -> {
                            two.add(events.subList(1, 2));
                            return true;
                        });
        assertEquals(1, two.letters());
        two.load();
        assertEquals(2, two.letters());
    }

    private NotHandled failure(StoredEvent event) {
        return new NotHandled(
                consumer, event, NotHandled.Reason.FAILED, new IllegalStateException("no"));
    }

    private List<StoredEvent> events(int count) {
        nodes.journal()
                .append(
                        STREAM,
                        ExpectedVersion.any(),
                        Stream.generate(Happened::new).limit(count).toList());
        return storage.readStream(STREAM, 0, count).events();
    }
}
