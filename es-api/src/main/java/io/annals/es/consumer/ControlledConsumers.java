package io.annals.es.consumer;

import io.annals.es.ContentionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventSourcingException;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.consumer.ConsumerState.SegmentState;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetter.Decision;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The consumers as they are stored, and, where this node needs to know, as they run here. */
final class ControlledConsumers implements Consumers {

    /** How long to wait for another node's checkpoint before looking at it again. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_ATTEMPTS = 5;

    private final JournalStorage storage;
    private final TypedJournal journal;
    private final Transactions transactions;
    private final Map<String, RunningConsumer> running;
    private final Runnable look;
    private final Rates rates;
    private final Progress progress = new Progress();
    private final Takeover takeover;

    /**
     * Prepares to control them.
     *
     * @param look has this node look at once at what is stored
     */
    ControlledConsumers(
            JournalStorage storage,
            TypedJournal journal,
            Transactions transactions,
            Map<String, RunningConsumer> running,
            Runnable look,
            Rates rates) {
        this.storage = storage;
        this.journal = journal;
        this.transactions = transactions;
        this.running = running;
        this.look = look;
        this.rates = rates;
        this.takeover = new Takeover(storage);
    }

    /** A checkpoint has moved on this node. */
    void moved() {
        progress.moved();
    }

    @Override
    public List<ConsumerState> list() {
        long head = storage.settledUpTo().position();
        Map<String, String> owners = storage.leases().owners();
        return transactions.inNew(
                () -> {
                    Map<String, Checkpoint> checkpoints = storage.checkpoints().all();
                    return storage.consumers().all().stream()
                            .map(plan -> state(plan, head, checkpoints, owners))
                            .toList();
                });
    }

    @Override
    public void pause(String name) {
        change(name, plan -> plan.paused(true), plan -> true);
    }

    @Override
    public void resume(String name) {
        change(name, plan -> plan.paused(false), plan -> false); // pausing has ended all that was
    }

    @Override
    public void reset(String name, long position) {
        String consumer = resolve(name);
        RunningConsumer here = running.get(consumer);
        if (here == null) {
            throw new IllegalStateException(
                    "Could not reset consumer '%s': this node does not run it, so what clears its view is not here. Ask a node whose application has it"
                            .formatted(consumer));
        }
        try {
            transactions.inNew(() -> resetHere(here.consumer(), position));
        } catch (RetryableException lost) {
            resetPaused(here.consumer(), position, lost);
        }
        look.run();
    }

    /**
     * A handler locks the view and then the checkpoint, and a reset does so the other way round,
     * since it must end the handler: so it may be the one that the database chooses to undo. It
     * cannot where nothing is handled meanwhile.
     */
    private void resetPaused(Consumer here, long position, RetryableException before) {
        boolean paused = transactions.inNew(() -> find(here.name()).paused());
        if (!paused) {
            pause(here.name());
        }
        try {
            transactions.inNew(() -> resetHere(here, position));
        } catch (RuntimeException e) {
            e.addSuppressed(before);
            throw e;
        } finally {
            if (!paused) {
                resume(here.name());
            }
        }
    }

    @Override
    public void reset(String name, Instant since) {
        long position = storage.positionBefore(since);
        long reached = furthest(resolve(name));
        if (position >= reached) {
            throw new IllegalArgumentException(
                    "Could not reset consumer '%s': it has handled no event since %s, so its view would be emptied and none would come again. Expected an earlier instant"
                            .formatted(name, since));
        }
        reset(name, position);
    }

    @Override
    public List<DeadLetter> deadLetters(String name, long afterPosition, int limit) {
        String consumer = resolve(name);
        return transactions.inNew(() -> storage.deadLetters().list(consumer, afterPosition, limit));
    }

    @Override
    public void retry(String name, long position, String by) {
        decide(name, position, Decision.RETRY, by);
    }

    @Override
    public void dismiss(String name, long position, String by) {
        decide(name, position, Decision.DISMISS, by);
    }

    private void decide(String name, long position, Decision decision, String by) {
        if (by.isBlank() || by.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "Not a name of somebody who decides: '%s'. Expected 1 to %d characters"
                            .formatted(by, MAX_NAME_LENGTH));
        }
        change(
                name,
                plan -> {
                    if (!storage.deadLetters().decide(plan.name(), position, decision, by)) {
                        throw new IllegalArgumentException(
                                "Could not %s the dead letter of consumer '%s' at position %d: no event there was set aside because it failed. One that waits goes on with the one before it"
                                        .formatted(decision.word(), plan.name(), position));
                    }
                    return plan;
                },
                plan -> isDecided(plan.name(), position));
    }

    /** Then it may be being handled at this moment, and its failure would replace the decision. */
    private boolean isDecided(String consumer, long position) {
        return storage.deadLetters().list(consumer, position - 1, 1).stream()
                .filter(letter -> letter.position() == position)
                .anyMatch(letter -> letter.decision().isPresent());
    }

    @Override
    public void awaitCaughtUp(String name, Receipt receipt, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        String consumer = resolve(name);
        try {
            long position = position(receipt);
            for (long seen = progress.count(); ; seen = progress.count()) {
                if (position == EventEnvelope.NO_POSITION) {
                    position = position(receipt);
                }
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (position != EventEnvelope.NO_POSITION
                        && reached(consumer, receipt) >= position
                        && isHandled(consumer, receipt, position)) {
                    return;
                }
                if (left.isNegative()) {
                    throw behind(consumer, receipt, "for " + timeout);
                }
                progress.await(seen, left.compareTo(PAUSE) < 0 ? left : PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(consumer, receipt, "until interrupted");
        }
    }

    @Override
    public int activeVersion(String family) {
        return transactions.inNew(() -> takeover.active(family));
    }

    @Override
    public void activate(String family, int version) {
        for (int attempt = 1; !wasActivated(family, version, attempt); attempt++) {}
        look.run();
    }

    /** Those who work for the versions may just be beginning to: then it is tried again. */
    private boolean wasActivated(String family, int version, int attempt) {
        try {
            transactions.inNew(() -> takeover.activate(family, version));
            return true;
        } catch (ContentionException e) {
            if (attempt == MAX_ATTEMPTS) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void retire(String family, int version) {
        transactions.inNew(() -> takeover.retire(family, version));
        look.run();
    }

    /**
     * Changes what is stored of a consumer.
     *
     * @param undoing whether what is being handled meanwhile must not be saved
     */
    private void change(
            String name, UnaryOperator<StoredConsumer> how, Predicate<StoredConsumer> undoing) {
        String consumer = resolve(name);
        transactions.inNew(
                () -> {
                    StoredConsumer plan = find(consumer);
                    if (plan.retired()) {
                        throw new IllegalStateException(
                                "Consumer '%s' was retired, and nothing feeds its view. Reset it to feed it again"
                                        .formatted(consumer));
                    }
                    boolean undone = undoing.test(plan);
                    storage.consumers().change(how.apply(plan));
                    return undone ? takeover.fence(plan) : List.of();
                });
        look.run();
    }

    /** A retired one again, as a spare one: that it was new is over. */
    static StoredConsumer fedAgain(StoredConsumer retired) {
        return retired.live(Long.MAX_VALUE, 0);
    }

    private boolean resetHere(Consumer here, long position) {
        String consumer = here.name();
        StoredConsumer plan = find(consumer).filtered(here.wants());
        if (plan.retired()) {
            storage.consumers().change(fedAgain(plan));
            Versions.tellBeside(here, storage.consumers(), storage.checkpoints());
        } else {
            storage.consumers().change(plan);
        }
        long furthest = furthest(consumer);
        if (position < 0 || position > furthest) {
            throw new IllegalArgumentException(
                    "Could not reset consumer '%s' to position %d: expected 0 to %d, which is where it stands. A reset goes back; nothing is ever skipped"
                            .formatted(consumer, position, furthest));
        }
        for (Segment segment : Segment.of(consumer, plan.segments())) {
            Checkpoint now = held(segment);
            storage.checkpoints()
                    .reset(segment.name(), Math.min(position, now.position()), now.furthest());
        }
        storage.deadLetters().removeAfter(consumer, position);
        try {
            here.handler().onReset();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new EventSourcingException(
                    "Could not reset consumer '%s': its method for that failed".formatted(consumer),
                    e);
        }
        return true;
    }

    /**
     * The checkpoint as it is once nobody can save it any more before the transaction has ended.
     */
    private Checkpoint held(Segment segment) {
        Checkpoint seen = storage.checkpoints().all().get(segment.name());
        if (seen != null) {
            storage.checkpoints().hold(segment.name(), seen.epoch());
        }
        return checkpoint(segment);
    }

    private ConsumerState state(
            StoredConsumer plan,
            long head,
            Map<String, Checkpoint> checkpoints,
            Map<String, String> owners) {
        List<SegmentState> segments =
                Segment.of(plan.name(), plan.segments()).stream()
                        .map(
                                segment ->
                                        new SegmentState(
                                                segment.name(),
                                                position(checkpoints.get(segment.name())),
                                                Optional.ofNullable(
                                                        owners.get(LeaseKeeper.name(segment)))))
                        .toList();
        long position = segments.stream().mapToLong(SegmentState::position).min().orElse(0);
        long last = Math.max(head, position);
        double rate =
                segments.stream().mapToDouble(segment -> rates.of(segment.name())).min().orElse(0);
        return new ConsumerState(
                plan.name(),
                activity(plan, segments),
                plan.active(),
                position,
                last,
                last - position,
                behind(plan.name(), position, last),
                rate,
                timeLeft(last - position, rate),
                segments);
    }

    private static Activity activity(StoredConsumer plan, List<SegmentState> segments) {
        if (plan.retired()) {
            return Activity.RETIRED;
        }
        if (plan.paused()) {
            return Activity.PAUSED;
        }
        return segments.stream().allMatch(segment -> segment.owner().isPresent())
                ? Activity.RUNNING
                : Activity.STOPPED;
    }

    private static Optional<Duration> timeLeft(long lag, double rate) {
        if (lag == 0) {
            return Optional.of(Duration.ZERO);
        }
        return rate > 0
                ? Optional.of(Duration.ofMillis(Math.round(lag / rate * 1_000)))
                : Optional.empty();
    }

    /** By this node's clock; the event's time is the database's. */
    private Duration behind(String consumer, long position, long last) {
        EventFilter filter =
                Optional.ofNullable(running.get(consumer))
                        .map(here -> journal.storedAs(here.consumer().filter()))
                        .orElse(EventFilter.all());
        return storage.read(position, last, filter, 1).events().stream()
                .map(event -> Duration.between(event.time(), Instant.now()))
                .filter(age -> !age.isNegative())
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** The event's position, if it has one; that of an event that is committed, and of no other. */
    private long position(Receipt receipt) {
        List<StoredEvent> found =
                transactions.inNew(
                        () ->
                                storage.readStream(receipt.stream(), receipt.version() - 1, 1)
                                        .events());
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "Could not wait for %s version %d to be handled: no such event is committed. Wait after the transaction of its append, not within it"
                            .formatted(receipt.stream(), receipt.version()));
        }
        return found.get(0).position();
    }

    /**
     * As it is stored: what runs here may not know yet that another node has reset the consumer.
     * Where the event is set aside the checkpoint has passed it, and the view has it not.
     */
    private boolean isHandled(String consumer, Receipt receipt, long position) {
        return transactions.inNew(
                () ->
                        stored(consumer, receipt) >= position
                                && storage.deadLetters()
                                        .first(consumer, receipt.stream())
                                        .filter(letter -> letter.version() <= receipt.version())
                                        .isEmpty());
    }

    private long reached(String consumer, Receipt receipt) {
        Optional<RunningConsumer> here = Optional.ofNullable(running.get(consumer));
        Optional<Long> reached =
                here.flatMap(RunningConsumer::plan)
                        .map(plan -> segmentOf(plan, receipt))
                        .flatMap(segment -> here.flatMap(own -> own.reached(segment)));
        return reached.orElseGet(() -> transactions.inNew(() -> stored(consumer, receipt)));
    }

    private long stored(String consumer, Receipt receipt) {
        return storage.consumers()
                .find(consumer)
                .map(plan -> checkpoint(segmentOf(plan, receipt)).position())
                .orElse(0L);
    }

    private static Segment segmentOf(StoredConsumer plan, Receipt receipt) {
        return Segment.of(plan.name(), plan.segments()).stream()
                .filter(segment -> segment.contains(receipt.stream()))
                .findFirst()
                .orElseThrow();
    }

    private static ConsumerBehindException behind(String consumer, Receipt receipt, String waited) {
        return new ConsumerBehindException(
                "Consumer '%s' has not handled %s version %d yet, waited %s. It may do so later; read its view as it is, or look at its state"
                        .formatted(consumer, receipt.stream(), receipt.version(), waited));
    }

    private long furthest(String consumer) {
        return transactions.required(
                () ->
                        Segment.of(consumer, find(consumer).segments()).stream()
                                .mapToLong(segment -> checkpoint(segment).position())
                                .max()
                                .orElse(0));
    }

    private Checkpoint checkpoint(Segment segment) {
        return storage.checkpoints().all().getOrDefault(segment.name(), Checkpoint.NONE);
    }

    private static long position(@Nullable Checkpoint checkpoint) {
        return checkpoint == null ? 0 : checkpoint.position();
    }

    /**
     * A consumer of that name, or the active version of that family; also one that was started just
     * now and is not stored yet.
     */
    private String resolve(String name) {
        return transactions.inNew(
                () ->
                        running.containsKey(name) || storage.consumers().find(name).isPresent()
                                ? name
                                : Versions.name(name, activeOrFirst(name)));
    }

    /** Of versions that are not stored yet the first becomes active. */
    private int activeOrFirst(String family) {
        OptionalInt first =
                running.keySet().stream()
                        .flatMapToInt(name -> Versions.of(family, name).stream())
                        .min();
        return first.isPresent() && !takeover.isStored(family)
                ? first.getAsInt()
                : takeover.active(family);
    }

    private StoredConsumer find(String consumer) {
        return takeover.find(consumer);
    }
}
