package io.annals.es.inline;

import io.annals.es.Receipt;
import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerState.Activity;
import io.annals.es.consumer.Consumers;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The consumers of the journal, inline projections among them: these are never behind, cannot be
 * paused, and a reset builds their views anew.
 */
final class InlineConsumers implements Consumers {

    private final Consumers following;
    private final InlineProjections inline;
    private final JournalStorage storage;
    private final Transactions transactions;

    InlineConsumers(
            Consumers following,
            InlineProjections inline,
            JournalStorage storage,
            Transactions transactions) {
        this.following = following;
        this.inline = inline;
        this.storage = storage;
        this.transactions = transactions;
    }

    @Override
    public List<ConsumerState> list() {
        return following.list().stream()
                .map(state -> state.segments().isEmpty() ? level(state) : state)
                .toList();
    }

    @Override
    public void pause(String name) {
        refuseInline("pause", name);
        following.pause(name);
    }

    @Override
    public void resume(String name) {
        refuseInline("resume", name);
        following.resume(name);
    }

    @Override
    public void reset(String name, long position) {
        Optional<String> projection = inline(name);
        if (projection.isEmpty()) {
            following.reset(name, position);
        } else if (position == 0) {
            rebuild(projection.get());
        } else {
            throw new IllegalArgumentException(
                    "Could not reset inline projection '%s' to position %d: expected 0, because its view is built from all events"
                            .formatted(projection.get(), position));
        }
    }

    @Override
    public void reset(String name, Instant since) {
        Optional<String> projection = inline(name);
        if (projection.isPresent()) {
            throw new IllegalArgumentException(
                    "Could not reset inline projection '%s' to the events since %s: its view is built from all events. Reset it to position 0"
                            .formatted(projection.get(), since));
        }
        following.reset(name, since);
    }

    @Override
    public List<DeadLetter> deadLetters(String name, long afterPosition, int limit) {
        return following.deadLetters(name, afterPosition, limit);
    }

    @Override
    public void retry(String name, long position, String by) {
        following.retry(name, position, by);
    }

    @Override
    public void dismiss(String name, long position, String by) {
        following.dismiss(name, position, by);
    }

    @Override
    public void awaitCaughtUp(String name, Receipt receipt, Duration timeout) {
        if (inline(name).isEmpty()) {
            following.awaitCaughtUp(name, receipt, timeout);
        } else if (!isCommitted(receipt)) {
            throw new IllegalStateException(
                    "Could not wait for %s version %d to be handled: no such event is committed. Within the transaction of its append the view of '%s' has it already"
                            .formatted(receipt.stream(), receipt.version(), name));
        }
    }

    @Override
    public int activeVersion(String family) {
        return following.activeVersion(family);
    }

    @Override
    public void activate(String family, int version) {
        following.activate(family, version);
    }

    @Override
    public void retire(String family, int version) {
        String name = family + "-" + version;
        if (inline(name).isEmpty()) {
            following.retire(family, version);
        } else if (inline.contains(name)) {
            throw new IllegalStateException(
                    "Could not retire inline projection '%s': this application has it, and its appends feed it. Remove the class first"
                            .formatted(name));
        } else {
            transactions.inNew(
                    () -> {
                        storage.consumers().remove(name);
                        return true;
                    });
        }
    }

    private void rebuild(String name) {
        if (!inline.contains(name)) {
            throw new IllegalStateException(
                    "Could not reset inline projection '%s': this application does not have it. Ask a node whose application does"
                            .formatted(name));
        }
        inline.rebuild(name);
    }

    private void refuseInline(String what, String name) {
        inline(name)
                .ifPresent(
                        projection -> {
                            throw new IllegalStateException(
                                    "Could not %s inline projection '%s': it is a part of appends, and runs whenever they do"
                                            .formatted(what, projection));
                        });
    }

    /** The inline projection of that name, or the active version of that family, if it is one. */
    private Optional<String> inline(String name) {
        Optional<StoredConsumer> stored = find(name);
        return stored.isPresent()
                ? stored.filter(StoredConsumer::isInline).map(StoredConsumer::name)
                : versionOf(name);
    }

    private Optional<String> versionOf(String family) {
        boolean isFamily =
                transactions.inNew(() -> storage.consumers().all()).stream()
                        .filter(StoredConsumer::isInline)
                        .anyMatch(stored -> stored.name().matches("\\Q" + family + "\\E-[0-9]+"));
        return isFamily
                ? find(family + "-" + following.activeVersion(family))
                        .filter(StoredConsumer::isInline)
                        .map(StoredConsumer::name)
                : Optional.empty();
    }

    private Optional<StoredConsumer> find(String name) {
        return transactions.inNew(() -> storage.consumers().find(name));
    }

    private boolean isCommitted(Receipt receipt) {
        return transactions.inNew(
                () ->
                        !storage.readStream(receipt.stream(), receipt.version() - 1, 1)
                                .events()
                                .isEmpty());
    }

    private static ConsumerState level(ConsumerState state) {
        return new ConsumerState(
                state.name(),
                Activity.INLINE,
                state.active(),
                state.head(),
                state.head(),
                0,
                Duration.ZERO,
                0,
                Optional.of(Duration.ZERO),
                List.of());
    }
}
