package io.annals.demo.cart;

import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.test.GoldenEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Carts that were filled years ago can be read still. */
class GoldenEventsTest {

    @Test
    void every_event_is_written_and_read_as_ever() {
        new GoldenEvents(Path.of("src/test/resources/golden-events"), new JsonbEventSerializer())
                .verify(
                        List.of(CartEvent.class),
                        List.of(
                                new CartEvent.Opened("Zoë"),
                                new CartEvent.ItemAdded("tea-4711", 3, 1_299),
                                new CartEvent.ItemRemoved("tea-4711"),
                                new CartEvent.CheckedOut(3_897)));
    }
}
