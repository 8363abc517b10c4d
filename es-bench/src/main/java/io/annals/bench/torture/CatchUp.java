package io.annals.bench.torture;

import io.annals.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Waits, when all writers have ended, until everybody has seen the end of the journal. */
final class CatchUp {

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final TestDatabase database;
    private final Path folder;
    private final Crew crew;
    private final Random random;

    CatchUp(TestDatabase database, Path folder, Crew crew, Random random) {
        this.database = database;
        this.folder = folder;
        this.crew = crew;
        this.random = random;
    }

    /**
     * Waits until nothing has changed between two looks, which gives servers the time to notice
     * that their clients are dead.
     *
     * @return who has not arrived when the time is over
     */
    List<String> await(Duration longest) {
        Instant end = Instant.now().plus(longest);
        long before = -1;
        while (true) {
            crew.complete();
            new Prepared(database).endAllOf("%", random);
            long last = new Journal(database).lastPosition();
            List<String> late = late(last);
            if (late.isEmpty() && last == before || Instant.now().isAfter(end)) {
                return late;
            }
            before = last;
            Session.pause(BETWEEN);
        }
    }

    private List<String> late(long last) {
        List<String> late = new ArrayList<>();
        long pending = new Journal(database).withoutPosition();
        if (pending > 0) {
            late.add("%d events have no position".formatted(pending));
        }
        for (Path tape : Role.READER.tapes(folder)) {
            long seen = Tape.last(tape).map(Entry::parse).map(Entry::position).orElse(0L);
            if (seen < last) {
                late.add("%s is at %d of %d".formatted(tape.getFileName(), seen, last));
            }
        }
        long copied = new View(database).lastPosition();
        long toCopy = new Journal(database).lastCopied();
        if (copied < toCopy) {
            late.add("the view is at %d of %d".formatted(copied, toCopy));
        }
        return late;
    }
}
