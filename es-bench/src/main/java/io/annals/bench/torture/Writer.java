package io.annals.bench.torture;

import io.annals.es.StreamId;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A node that writes, on several threads, the first of which leaves its transactions open. */
final class Writer {

    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);

    private Writer() {}

    public static void main(String[] arguments) {
        Task task = Task.of(arguments);
        Random random = task.random();
        Session session = Session.open(task);
        endLeftovers(session, task, random);
        Tape tape = Tape.open(Role.WRITER.tape(task));
        AtomicLong number = new AtomicLong((long) task.number() << 32);
        Map<StreamId, Long> versions = new ConcurrentHashMap<>();
        for (int i = 0; i < task.threads(); i++) {
            Plans plans =
                    new Plans(
                            new Random(random.nextLong()),
                            versions,
                            i == 0 ? task.longestPark() : Duration.ZERO);
            new Thread(new Scribe(session, tape, task.name(), number::incrementAndGet, plans))
                    .start();
        }
    }

    private static void endLeftovers(Session session, Task task, Random random) {
        while (true) {
            try {
                new Prepared(session.database()).endAllOf(task.name(), random);
                return;
            } catch (RuntimeException e) {
                Session.complain(e);
                Session.pause(BEFORE_NEXT_TRY);
            }
        }
    }
}
