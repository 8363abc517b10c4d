package io.annals.es.snapshot;

import io.annals.es.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Streams that were folded a moment ago without a snapshot, and were too short to need one: so that
 * commands on short streams do not look for what is not there.
 *
 * <p>Thread-safe. What is remembered wrongly, because another node has made a stream long, costs a
 * replay. Of many streams it forgets those that were used least.
 */
final class ShortStreams {

    private static final int MOST = 10_000;
    private static final long NANOS = 10_000_000_000L;

    private final Map<StreamId, Long> folded =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<StreamId, Long> eldest) {
                    return size() > MOST;
                }
            };

    synchronized void add(StreamId stream) {
        folded.put(stream, System.nanoTime());
    }

    synchronized void remove(StreamId stream) {
        folded.remove(stream);
    }

    synchronized boolean contains(StreamId stream) {
        Long last = folded.get(stream);
        return last != null && System.nanoTime() - last < NANOS;
    }
}
