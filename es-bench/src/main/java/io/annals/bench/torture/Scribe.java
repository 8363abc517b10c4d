package io.annals.bench.torture;

import io.annals.es.Append;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** One thread of a writer: transaction after transaction, each with its end on the tape. */
final class Scribe implements Runnable {

    private static final Duration BREATH = Duration.ofMillis(10);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMillis(100);

    private final Session session;
    private final Prepared prepared;
    private final Tape tape;
    private final String node;
    private final LongSupplier numbers;
    private final Plans plans;

    /**
     * Gives a thread its work.
     *
     * @param node its name, with which those of prepared transactions begin
     * @param numbers of transactions
     * @param plans what to do
     */
    Scribe(Session session, Tape tape, String node, LongSupplier numbers, Plans plans) {
        this.session = session;
        this.prepared = new Prepared(session.database());
        this.tape = tape;
        this.node = node;
        this.numbers = numbers;
        this.plans = plans;
    }

    @Override
    public void run() {
        while (true) {
            write(numbers.getAsLong(), plans.next());
            Session.pause(BREATH);
        }
    }

    private void write(long transaction, Plan plan) {
        AtomicBoolean mayCommit = new AtomicBoolean();
        Map<StreamId, Long> written = new HashMap<>();
        boolean prepares = plan.end().prepares() && prepared.arePossible();
        String name = "%s.%d".formatted(node, transaction);
        try {
            session.database()
                    .transactions
                    .inNew(
                            () -> {
                                append(transaction, plan, written);
                                if (!prepares) {
                                    park(transaction, plan.park());
                                }
                                if (!prepares && !plan.end().commits()) {
                                    throw new RolledBack();
                                }
                                mayCommit.set(true);
                                if (prepares) {
                                    prepared.prepare(name);
                                }
                                return true;
                            });
            if (prepares) {
                park(transaction, plan.park());
                prepared.end(name, plan.end().commits());
            }
            note(plan.end().commits() ? Fate.ACKNOWLEDGED : Fate.REFUSED, transaction);
            plans.versions().putAll(written);
        } catch (RuntimeException e) {
            if (!mayCommit.get()) {
                note(Fate.REFUSED, transaction);
            }
            if (!(e instanceof RolledBack || e instanceof RetryableException)) {
                Session.complain(e);
                Session.pause(AFTER_FAILURE);
            }
        }
    }

    private void append(long transaction, Plan plan, Map<StreamId, Long> written) {
        AtomicInteger part = new AtomicInteger();
        int parts = plan.parts();
        for (Map<StreamId, Plan.Order> batch : plan.batches()) {
            List<Append> appends = new ArrayList<>();
            batch.forEach(
                    (stream, order) ->
                            appends.add(
                                    new Append(
                                            stream,
                                            order.expected(),
                                            Stream.generate(part::incrementAndGet)
                                                    .limit(order.events())
                                                    .map(n -> new Written(transaction, n, parts))
                                                    .toList(),
                                            Metadata.empty())));
            for (Receipt receipt : session.journal().append(appends)) {
                written.put(receipt.stream(), receipt.version());
            }
        }
    }

    private void park(long transaction, Duration time) {
        if (time.compareTo(LONG) > 0) {
            note(Fate.PARKED, transaction);
        }
        Session.pause(time);
    }

    private void note(Fate fate, long transaction) {
        tape.add(List.of(fate.line(transaction)));
    }

    /** The plan was to roll back. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
