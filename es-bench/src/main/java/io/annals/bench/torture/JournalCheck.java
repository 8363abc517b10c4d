package io.annals.bench.torture;

import java.util.HashMap;
import java.util.Map;

/**
 * Compares the journal with what the writers know: each transaction whole or absent, every
 * acknowledged one there and no refused one, versions without holes and in the order of positions.
 */
final class JournalCheck {

    private final Map<Long, Fate> ends;
    private final Breaches breaches;
    private final Map<Long, Parts> transactions = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private long position;
    private long events;
    private long holes;

    /**
     * Begins at an empty journal.
     *
     * @param ends of the transactions, as far as they are known
     */
    JournalCheck(Map<Long, Fate> ends, Breaches breaches) {
        this.ends = ends;
        this.breaches = breaches;
    }

    /** Takes the next event of the journal. */
    void next(Entry entry) {
        events++;
        if (entry.position() <= position) {
            breaches.add("position given twice: %s after position %d", entry.line(), position);
        } else if (entry.position() > position + 1) {
            holes++;
        }
        position = entry.position();
        long before = versions.getOrDefault(entry.stream(), 0L);
        if (entry.version() != before + 1) {
            breaches.add("stream out of order: %s after version %d", entry.line(), before);
        }
        versions.put(entry.stream(), entry.version());
        Written event = entry.event();
        if (!transactions.computeIfAbsent(event.transaction(), n -> new Parts()).add(event)) {
            breaches.add("event stored twice: %s", entry.line());
        }
        if (ends.get(event.transaction()) == Fate.REFUSED) {
            breaches.add("refused, but stored: %s", entry.line());
        }
    }

    /** Says that the journal ends here. */
    void end() {
        transactions.forEach(
                (transaction, parts) -> {
                    if (!parts.areAll()) {
                        breaches.add("transaction %d is stored in part: %s", transaction, parts);
                    }
                });
        ends.forEach(
                (transaction, end) -> {
                    if (end == Fate.ACKNOWLEDGED && !transactions.containsKey(transaction)) {
                        breaches.add("transaction %d is acknowledged, but lost", transaction);
                    }
                });
    }

    long events() {
        return events;
    }

    /** How many runs of positions are missing. */
    long holes() {
        return holes;
    }

    /** Which events of a transaction were found; a transaction has at most 64. */
    private static final class Parts {

        private long found;
        private int expected;

        boolean add(Written event) {
            long bit = 1L << event.part();
            boolean first = (found & bit) == 0;
            found |= bit;
            expected = event.parts();
            return first;
        }

        boolean areAll() {
            return Long.bitCount(found) == expected;
        }

        @Override
        public String toString() {
            return "%d of %d events".formatted(Long.bitCount(found), expected);
        }
    }
}
