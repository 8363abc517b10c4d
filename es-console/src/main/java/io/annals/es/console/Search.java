package io.annals.es.console;

import io.annals.es.EventFilter;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Looks through the journal by position, so far at a time: whoever wants more goes on from where it
 * has ended. It never counts, and its cost does not grow with the journal.
 *
 * @param settled the last position that can be read
 * @param filter what the database is asked for
 * @param wanted which of those
 * @param limit how many are enough
 */
record Search(
        JournalStorage storage,
        long settled,
        EventFilter filter,
        Predicate<StoredEvent> wanted,
        int limit) {

    /** How many positions are looked at, whether something is found or not. */
    static final long FARTHEST = 2_000;

    /**
     * How many positions at most, and how many events, are asked for at once: where as many events
     * are allowed for as positions, the storage need not look beyond the last of them for one that
     * is wanted, which may be the whole journal away.
     */
    private static final int WIDEST = 1_000;

    private static final byte[] NOTHING = {};

    /**
     * What was found, the newest first and without payloads.
     *
     * @param newer the position after which newer ones are
     * @param older the position before which older ones are
     */
    record Found(List<StoredEvent> events, long newer, long older) {}

    /** Goes back from the event before a position. */
    Found before(long position) {
        long from = Math.max(0, Math.min(position - 1, settled));
        long end = Math.max(0, from - FARTHEST);
        List<StoredEvent> found = new ArrayList<>();
        long upper = from;
        for (long width = limit; upper > end && found.size() < limit; width *= 2) {
            long lower = Math.max(end, upper - Math.min(width, WIDEST));
            List<StoredEvent> some = between(lower, upper);
            Collections.reverse(some);
            found.addAll(some);
            upper = lower;
        }
        boolean full = found.size() >= limit;
        List<StoredEvent> page = full ? found.subList(0, limit) : found;
        return new Found(
                List.copyOf(page), from, full ? page.get(limit - 1).position() : upper + 1);
    }

    /** Goes on from the event after a position. */
    Found after(long position) {
        long end = Math.min(settled, position + FARTHEST);
        List<StoredEvent> found = new ArrayList<>();
        long lower = position;
        for (long width = limit; lower < end && found.size() < limit; width *= 2) {
            long upper = Math.min(end, lower + Math.min(width, WIDEST));
            found.addAll(between(lower, upper));
            lower = upper;
        }
        boolean full = found.size() >= limit;
        List<StoredEvent> page = new ArrayList<>(full ? found.subList(0, limit) : found);
        Collections.reverse(page);
        return new Found(
                List.copyOf(page),
                full ? page.get(0).position() : Math.max(lower, Math.min(position, settled)),
                position + 1);
    }

    /**
     * The position of about the first event of an instant or later, and one beyond the last if
     * there is none. As far as times do not go back along the journal it is exact.
     */
    static long since(Instant instant, JournalStorage storage, long settled) {
        long low = 0;
        long high = settled + 1;
        while (low + 1 < high) {
            long middle = (low + high) >>> 1;
            List<StoredEvent> next = next(middle, storage, settled);
            if (next.isEmpty() || !next.get(0).time().isBefore(instant)) {
                high = middle;
            } else {
                low = next.get(0).position();
            }
        }
        return next(high, storage, settled).stream() // behind a hole
                .map(StoredEvent::position)
                .findFirst()
                .orElse(settled + 1);
    }

    private static List<StoredEvent> next(long position, JournalStorage storage, long settled) {
        return storage.read(position - 1, settled, EventFilter.all(), 1).events();
    }

    private List<StoredEvent> between(long after, long upTo) {
        List<StoredEvent> found = new ArrayList<>();
        Page page = storage.read(after, upTo, filter, WIDEST);
        add(page, found);
        while (page.more()) {
            long last = page.events().get(page.events().size() - 1).position();
            page = storage.read(last, upTo, filter, WIDEST);
            add(page, found);
        }
        return found;
    }

    private void add(Page page, List<StoredEvent> found) {
        page.events().stream().filter(wanted).map(Search::withoutPayload).forEach(found::add);
    }

    /** Those of a thousand events are more than need be kept. */
    private static StoredEvent withoutPayload(StoredEvent event) {
        return new StoredEvent(
                event.stream(),
                event.version(),
                event.position(),
                event.eventId(),
                event.type(),
                event.revision(),
                event.time(),
                event.metadata(),
                NOTHING);
    }
}
