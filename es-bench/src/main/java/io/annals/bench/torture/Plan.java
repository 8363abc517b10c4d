package io.annals.bench.torture;

import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one transaction is to do.
 *
 * @param batches its appends, one after the other: to each stream so many events
 * @param park how long it stays open with its events
 * @param end what becomes of it, unless it fails before
 */
record Plan(List<Map<StreamId, Order>> batches, Duration park, End end) {

    /** How a transaction ends. */
    enum End {
        COMMIT,
        ROLL_BACK,
        PREPARE_AND_COMMIT,
        PREPARE_AND_ROLL_BACK;

        boolean prepares() {
            return this == PREPARE_AND_COMMIT || this == PREPARE_AND_ROLL_BACK;
        }

        boolean commits() {
            return this == COMMIT || this == PREPARE_AND_COMMIT;
        }
    }

    /** So many events for a stream, if it is as expected. */
    record Order(ExpectedVersion expected, int events) {}

    int parts() {
        return batches.stream()
                .flatMap(batch -> batch.values().stream())
                .mapToInt(Order::events)
                .sum();
    }
}
