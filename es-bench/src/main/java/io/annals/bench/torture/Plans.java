package io.annals.bench.torture;

import io.annals.bench.torture.Plan.End;
import io.annals.bench.torture.Plan.Order;
import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Makes plans at random.
 *
 * @param random for one thread
 * @param versions of streams as they were last seen, shared by the threads of a writer
 * @param longestPark how long a transaction stays open at most; zero for short transactions
 */
record Plans(Random random, Map<StreamId, Long> versions, Duration longestPark) {

    /** The category whose events are copied to the view; there is another for all others. */
    static final String COPIED = "copied";

    private static final String OTHERS = "others";
    private static final int STREAMS = 100;
    private static final int COPIED_STREAMS = 10;
    private static final Duration SHORT_PARK = Duration.ofMillis(300);

    Plan next() {
        return longestPark.isZero() ? brief() : parked();
    }

    /** On streams that all writers write to. */
    private Plan brief() {
        List<Map<StreamId, Order>> batches =
                IntStream.range(0, rarely(5) ? 2 : 1).mapToObj(i -> batch()).toList();
        return new Plan(batches, rarely(30) ? upTo(SHORT_PARK) : Duration.ZERO, end(100));
    }

    /**
     * Open for long, but rarely as long as possible, so that readers move on; mostly on a stream of
     * its own, which hinders no other writer.
     */
    private Plan parked() {
        Map<StreamId, Order> batch =
                rarely(10) ? batch() : Map.of(newStream(), new Order(ExpectedVersion.any(), 3));
        return new Plan(List.of(batch), upTo(upTo(longestPark)), end(3));
    }

    private Map<StreamId, Order> batch() {
        Map<StreamId, Order> batch = new LinkedHashMap<>();
        int streams = rarely(3) ? 3 : 1;
        for (int i = 0; i < streams; i++) {
            StreamId stream = rarely(20) ? newStream() : sharedStream();
            int events = rarely(3) ? 1 + random.nextInt(6) : 1;
            batch.put(stream, new Order(expected(versions.getOrDefault(stream, 0L)), events));
        }
        return batch;
    }

    private ExpectedVersion expected(long version) {
        if (version == 0) {
            return rarely(2) ? ExpectedVersion.noStream() : ExpectedVersion.any();
        }
        return switch (random.nextInt(4)) {
            case 0 -> ExpectedVersion.exactly(version);
            case 1 -> ExpectedVersion.streamExists();
            default -> ExpectedVersion.any();
        };
    }

    private StreamId sharedStream() {
        int stream = random.nextInt(STREAMS);
        return new StreamId(stream < COPIED_STREAMS ? COPIED : OTHERS, "s" + stream);
    }

    private StreamId newStream() {
        return new StreamId(
                rarely(10) ? COPIED : OTHERS,
                new UUID(random.nextLong(), System.nanoTime()).toString());
    }

    private End end(int preparedOneIn) {
        boolean commits = !rarely(8);
        if (rarely(preparedOneIn)) {
            return commits ? End.PREPARE_AND_COMMIT : End.PREPARE_AND_ROLL_BACK;
        }
        return commits ? End.COMMIT : End.ROLL_BACK;
    }

    private boolean rarely(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private Duration upTo(Duration longest) {
        return longest.multipliedBy(1 + random.nextInt(100)).dividedBy(100);
    }
}
