package io.annals.bench.torture;

import io.annals.es.EventFilter;
import io.annals.es.spi.Page;
import io.annals.es.spi.Settled;
import java.time.Duration;
import java.util.List;

/**
 * A node that follows the journal and notes every event that it sees; its tape is its checkpoint.
 */
final class Reader {

    private static final int PAGE = 500;
    private static final Duration BUSY = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofMillis(50);

    private final Session session;
    private final Tape seen;
    private long position;

    private Reader(Session session, Tape seen, long position) {
        this.session = session;
        this.seen = seen;
        this.position = position;
    }

    public static void main(String[] arguments) {
        Task task = Task.of(arguments);
        Tape seen = Tape.open(Role.READER.tape(task));
        long position =
                Tape.last(Role.READER.tape(task)).map(Entry::parse).map(Entry::position).orElse(0L);
        Reader reader = new Reader(Session.open(task), seen, position);
        while (true) {
            reader.follow();
        }
    }

    private void follow() {
        try {
            Settled settled = session.storage().settledUpTo();
            while (position < settled.position()) {
                readPage(settled.position());
            }
            Session.pause(settled.waiting() ? BUSY : IDLE);
        } catch (RuntimeException e) { // the database is away, or comes back
            Session.complain(e);
            Session.pause(IDLE);
        }
    }

    private void readPage(long upTo) {
        Page page = session.storage().read(position, upTo, EventFilter.all(), PAGE);
        List<Entry> entries =
                page.events().stream()
                        .flatMap(
                                event ->
                                        session
                                                .journal()
                                                .deserialize(event, EventFilter.all())
                                                .stream())
                        .map(Entry::of)
                        .toList();
        if (!entries.isEmpty()) {
            seen.add(entries.stream().map(Entry::line).toList());
        }
        position = page.more() ? entries.get(entries.size() - 1).position() : upTo;
    }
}
