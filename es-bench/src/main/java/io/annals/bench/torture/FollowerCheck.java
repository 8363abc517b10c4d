package io.annals.bench.torture;

import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares what somebody has seen, one after the other, with the journal: the same, in its order.
 */
final class FollowerCheck {

    private final String name;
    private final Predicate<Entry> wanted;
    private final Iterator<Entry> seen;
    private final Breaches breaches;
    private @Nullable Entry next;

    /**
     * Begins at an empty journal.
     *
     * @param name of the follower
     * @param wanted what it has to see
     * @param seen in the order in which it saw it
     */
    FollowerCheck(String name, Predicate<Entry> wanted, Iterator<Entry> seen, Breaches breaches) {
        this.name = name;
        this.wanted = wanted;
        this.seen = seen;
        this.breaches = breaches;
        advance();
    }

    /** Takes the next event of the journal. */
    void next(Entry entry) {
        if (!wanted.test(entry)) {
            return;
        }
        while (next != null && next.position() < entry.position()) {
            breaches.add("%s saw what is not in the journal at that place: %s", name, next.line());
            advance();
        }
        if (next == null) {
            return; // it had not come further
        }
        if (next.position() > entry.position()) {
            breaches.add("%s skipped %s", name, entry.line());
            return;
        }
        if (!next.equals(entry)) {
            breaches.add("%s saw %s instead of %s", name, next.line(), entry.line());
        }
        advance();
    }

    /** Says that the journal ends here. */
    void end() {
        for (; next != null; advance()) {
            breaches.add("%s saw what is not in the journal: %s", name, next.line());
        }
    }

    private void advance() {
        next = seen.hasNext() ? seen.next() : null;
    }
}
