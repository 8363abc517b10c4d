package io.annals.es.consumer;

import io.annals.es.RetryableException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings what this node runs into line with what is stored of its consumers, and stores what it is
 * the first to know: that there is a new consumer, or that one is to have another number of
 * segments.
 *
 * <p>Used by one thread.
 */
final class Plans {

    private static final Logger LOG = System.getLogger(Plans.class.getName());

    private static final String ALL = "";
    private static final String VERSIONS = " versions";

    private final JournalStorage storage;
    private final Transactions transactions;
    private final Collection<RunningConsumer> running;
    private final Arrangement arrangement;
    private final Shares shares;
    private final Rates rates;
    private final Succession succession;
    private final Set<String> failing = new HashSet<>();

    Plans(
            JournalStorage storage,
            Transactions transactions,
            Collection<RunningConsumer> running,
            Shares shares,
            Rates rates) {
        this.storage = storage;
        this.transactions = transactions;
        this.running = running;
        this.shares = shares;
        this.rates = rates;
        this.succession = new Succession(storage, transactions);
        this.arrangement = new Arrangement(storage, transactions);
    }

    /** Looks once at all that is stored. While the database is away, everything stays as it is. */
    void follow() {
        try {
            Stored stored =
                    transactions.inNew(
                            () ->
                                    new Stored(
                                            storage.consumers().all(),
                                            storage.checkpoints().all()));
            rates.look(stored.checkpoints, System.nanoTime());
            shares.look();
            running.stream()
                    .sorted(
                            Comparator.comparingInt(
                                    each ->
                                            Versions.of(
                                                    each.consumer()))) // the first becomes active
                    .forEach(consumer -> follow(consumer, stored));
            failing.remove(ALL);
            succeed(stored);
        } catch (RuntimeException | Error e) {
            running.forEach(consumer -> consumer.followed(e));
            tellOnce(
                    ALL,
                    "Could not find out what is stored of the consumers; those that run go on",
                    e);
        }
    }

    private void succeed(Stored stored) {
        try {
            succession.look(
                    running.stream().map(RunningConsumer::consumer).toList(),
                    stored.consumers,
                    stored.checkpoints);
            failing.remove(VERSIONS);
        } catch (RuntimeException e) {
            tellOnce(
                    VERSIONS,
                    "Could not find out whether a new version may take over; the next try is in a second",
                    e);
        }
    }

    private void follow(RunningConsumer consumer, Stored stored) {
        try {
            adjust(consumer, stored);
            consumer.followed(null);
            failing.remove(consumer.consumer().name());
        } catch (RetryableException e) { // the next look finds what another node has stored
            LOG.log(Level.DEBUG, "Another node was faster", e);
            if (consumer.isNew()) {
                consumer.followed(e);
            }
        } catch (RuntimeException | Error e) { // the others must not wait for this one
            String name = consumer.consumer().name();
            consumer.followed(e);
            tellOnce(
                    name,
                    "Could not follow what is stored of consumer '%s'; it goes on as it is, and the next try is in a second"
                            .formatted(name),
                    e);
        }
    }

    private void adjust(RunningConsumer consumer, Stored stored) {
        StoredConsumer found = planned(consumer, stored.consumers);
        if (consumer.refuses(found)) {
            shares.leave(found.name());
            return;
        }
        StoredConsumer plan = wanted(consumer, found);
        consumer.forgetFailures(stored.checkpoints);
        if (plan.segments() == plan.wantedSegments()) {
            adjust(consumer, plan, Map.of());
            return;
        }
        Map<Segment, Long> limits = arrangement.limits(plan, stored.checkpoints);
        adjust(consumer, limits.isEmpty() ? arranged(plan) : plan, limits);
    }

    private void tellOnce(String name, String message, Throwable e) {
        LOG.log(failing.add(name) ? Level.WARNING : Level.DEBUG, message, e);
    }

    private void adjust(RunningConsumer consumer, StoredConsumer plan, Map<Segment, Long> limits) {
        Set<Segment> share =
                shares.of(
                        plan,
                        consumer.stopped(plan),
                        !consumer.stoppedHere(plan).isEmpty(),
                        System.nanoTime());
        consumer.adjust(plan, share, limits);
    }

    private StoredConsumer planned(RunningConsumer consumer, List<StoredConsumer> all) {
        String name = consumer.consumer().name();
        Optional<StoredConsumer> found =
                all.stream().filter(stored -> stored.name().equals(name)).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return arrangement.create(consumer.consumer());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "Another node has stored it, or another version of it", e);
            return transactions
                    .inNew(() -> storage.consumers().find(name))
                    .orElseGet(() -> arrangement.create(consumer.consumer()));
        }
    }

    /** Of the number of segments the node decides that was started last. */
    private StoredConsumer wanted(RunningConsumer running, StoredConsumer plan) {
        Consumer consumer = running.consumer();
        int segments = running.isNew() ? consumer.segments() : plan.wantedSegments();
        StoredConsumer wanted = plan.wanting(segments).filtered(consumer.wants());
        return wanted.equals(plan) ? plan : arrangement.want(wanted);
    }

    private StoredConsumer arranged(StoredConsumer plan) {
        StoredConsumer arranged = arrangement.arrange(plan);
        LOG.log(
                Level.INFO,
                "Consumer '%s' has %d segments now, after %d"
                        .formatted(plan.name(), arranged.segments(), plan.segments()));
        return arranged;
    }

    /** What is stored, of one moment. */
    private record Stored(List<StoredConsumer> consumers, Map<String, Checkpoint> checkpoints) {}
}
