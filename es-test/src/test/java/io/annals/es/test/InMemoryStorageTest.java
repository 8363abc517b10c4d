package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryStorageTest {

    private final StreamId stream = new StreamId("limited", "1");
    private final InMemoryStorage storage =
            new InMemoryStorage(new InMemoryTransactions(), Clock.systemUTC(), 1_000);

    @Test
    void refuses_a_payload_above_its_limit_and_stores_nothing() {
        append(1_000);
        EventSourcingException failure =
                assertThrows(EventSourcingException.class, () -> append(1_001));
        assertTrue(
                failure.getMessage().contains("has 1001 bytes, the limit is 1000"),
                failure.getMessage());
        assertEquals(1, storage.readStream(stream, 0, 10).events().size());
    }

    private List<Receipt> append(int size) {
        NewEvent event = new NewEvent(UUID.randomUUID(), "happened", 1, new byte[size]);
        return storage.transactions()
                .inNew(
                        () ->
                                storage.append(
                                        List.of(
                                                new StreamAppend(
                                                        stream,
                                                        ExpectedVersion.any(),
                                                        List.of(event),
                                                        Metadata.empty()))));
    }
}
