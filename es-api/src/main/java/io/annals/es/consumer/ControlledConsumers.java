package io.annals.es.consumer;

import io.annals.es.ContentionException;
import io.annals.es.Receipt;
import io.annals.es.RetryableException;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetter.Decision;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The consumers as they are stored, and, where this node needs to know, as they run here. */
final class ControlledConsumers implements Consumers {

    /** How long a consumer that was started just now may take to be stored. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_ATTEMPTS = 5;

    private final JournalStorage storage;
    private final Transactions transactions;
    private final Map<String, RunningConsumer> running;
    private final Runnable look;
    private final ConsumerStates states;
    private final Handled handled;
    private final Takeover takeover;
    private final Reset reset;

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
        this.transactions = transactions;
        this.running = running;
        this.look = look;
        this.states = new ConsumerStates(storage, journal, transactions, running, rates);
        this.handled = new Handled(storage, transactions, running);
        this.takeover = new Takeover(storage);
        this.reset = new Reset(storage, takeover);
    }

    /** A checkpoint has moved on this node. */
    void moved() {
        handled.moved();
    }

    @Override
    public List<ConsumerState> list() {
        return states.all();
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
        String consumer = stored(name);
        RunningConsumer here = running.get(consumer);
        if (here == null) {
            throw new IllegalStateException(
                    "Could not reset consumer '%s': this node does not run it, so what clears its view is not here. Ask a node whose application has it"
                            .formatted(consumer));
        }
        try {
            transactions.inNew(() -> reset.to(position, here.consumer()));
        } catch (RetryableException lost) {
            resetPaused(here.consumer(), position, lost);
        }
        look.run();
    }

    /**
     * A handler locks the view and then the checkpoint, and a reset does so the other way round,
     * since it must end the handler: so it may be the one that the database chooses to undo; or a
     * node begins to work from the checkpoint just then. Neither happens where nothing is handled
     * meanwhile.
     */
    private void resetPaused(Consumer here, long position, RetryableException before) {
        boolean paused = transactions.inNew(() -> takeover.find(here.name()).paused());
        if (!paused) {
            pause(here.name());
        }
        try {
            transactions.inNew(() -> reset.to(position, here));
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
        String consumer = stored(name);
        long reached = transactions.required(() -> reset.furthest(consumer));
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
        handled.await(resolve(name), receipt, timeout);
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
        String consumer = stored(name);
        transactions.inNew(
                () -> {
                    StoredConsumer plan = takeover.find(consumer);
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

    /** As {@link #resolve}; one that was started just now is stored as soon as this node looks. */
    private String stored(String name) {
        String consumer = resolve(name);
        RunningConsumer here = running.get(consumer);
        if (here != null && !isStored(consumer)) {
            look.run();
            try {
                here.awaitBegun(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return consumer;
    }

    private boolean isStored(String consumer) {
        return transactions.inNew(() -> storage.consumers().find(consumer).isPresent());
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
}
