package io.annals.es.snapshot;

import io.annals.es.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams whose states could not be written, and at which version. They are folded again when
 * they are twice as long, so that what is in vain costs no more than their events have cost.
 *
 * <p>Thread-safe. Of many streams it forgets the first.
 */
final class Unwritable {

    private static final int MOST = 1_000;

    private final Map<StreamId, Long> versions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<StreamId, Long> eldest) {
                    return size() > MOST;
                }
            };

    synchronized void add(StreamId stream, long version) {
        versions.put(stream, version);
    }

    synchronized void remove(StreamId stream) {
        versions.remove(stream);
    }

    synchronized boolean isWorthAnotherTry(StreamId stream, long version) {
        return version / 2 >= versions.getOrDefault(stream, 0L);
    }
}
