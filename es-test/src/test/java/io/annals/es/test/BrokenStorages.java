package io.annals.es.test;

import static java.util.stream.Collectors.toMap;

import io.annals.es.EventFilter;
import io.annals.es.EventRevision;
import io.annals.es.ExpectedVersion;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.Checkpoint;
import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Page;
import io.annals.es.spi.Settled;
import io.annals.es.spi.SnapshotStore;
import io.annals.es.spi.StoredConsumer;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StoredSnapshot;
import io.annals.es.spi.StreamAppend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Storages that each break the contract in one way, as real ones have done. */
final class BrokenStorages {

    private BrokenStorages() {}

    /** Stores nothing, and says that it did. */
    static final class StoresNothing extends DelegatingStorage {
        StoresNothing(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            return appends.stream()
                    .map(append -> new Receipt(append.stream(), append.events().size()))
                    .toList();
        }

        @Override
        public CheckpointStore checkpoints() {
            return new DelegatingCheckpoints(sound.checkpoints()) {
                @Override
                public void save(String name, long epoch, long position) {}

                @Override
                public void reset(String name, long position, long replayUntil) {}
            };
        }

        @Override
        public ConsumerStore consumers() {
            return new DelegatingConsumers(sound.consumers()) {
                @Override
                public void create(StoredConsumer consumer) {}
            };
        }

        @Override
        public SnapshotStore snapshots() {
            return new SnapshotStore() {
                @Override
                public Optional<StoredSnapshot> latest(StreamId stream, String fingerprint) {
                    return Optional.empty();
                }

                @Override
                public void save(StoredSnapshot snapshot, int keep) {}

                @Override
                public void remove(StreamId stream) {}

                @Override
                public List<KeptSnapshot> kept(StreamId stream) {
                    return List.of();
                }
            };
        }
    }

    /** Reads the journal in the order of commits, and not of positions. */
    static final class ReordersTheJournal extends DelegatingStorage {
        ReordersTheJournal(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
            Page page = sound.read(afterPosition, upTo, filter, limit);
            List<StoredEvent> events = new ArrayList<>(page.events());
            Collections.reverse(events);
            return new Page(events, page.more());
        }
    }

    /** Fetches a page and filters it then, so that a page may be short or empty in the middle. */
    static final class FiltersAfterPaging extends DelegatingStorage {
        FiltersAfterPaging(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
            List<StoredEvent> events =
                    sound.read(afterPosition, upTo, EventFilter.all(), limit).events().stream()
                            .filter(
                                    event ->
                                            filter.matches(event.stream().category(), event.type()))
                            .toList();
            return new Page(events, events.size() == limit);
        }
    }

    /** Commits what it appends at once. */
    static final class AppendsInItsOwnTransaction extends DelegatingStorage {
        AppendsInItsOwnTransaction(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            return sound.transactions().inNew(() -> sound.append(appends));
        }
    }

    /** Appends stream by stream, each in a transaction of its own but the last. */
    static final class AppendsStreamByStream extends DelegatingStorage {
        AppendsStreamByStream(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < appends.size(); i++) {
                List<StreamAppend> one = appends.subList(i, i + 1);
                boolean last = i == appends.size() - 1;
                receipts.addAll(
                        last
                                ? sound.append(one)
                                : sound.transactions().inNew(() -> sound.append(one)));
            }
            return receipts;
        }
    }

    /** Checks by a read and writes afterwards, so that two can pass the check. */
    static final class ReadsThenWrites extends DelegatingStorage {
        ReadsThenWrites(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            if (!appends.stream()
                    .allMatch(append -> append.expected().isMetBy(version(append.stream())))) {
                return sound.append(appends);
            }
            LockSupport.parkNanos(1_000_000); // the gap in which another writer does the same
            return sound.append(
                    appends.stream()
                            .map(append -> ChangedAppends.expecting(append, ExpectedVersion.any()))
                            .toList());
        }
    }

    /** Throws the conflict, but leaves the transaction fit to commit. */
    static final class CommitsAfterAConflict extends DelegatingStorage {
        CommitsAfterAConflict(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            for (StreamAppend append : appends) {
                long actual = version(append.stream());
                if (!append.expected().isMetBy(actual)) {
                    throw new WrongExpectedVersionException(
                            append.stream(), append.expected(), OptionalLong.of(actual));
                }
            }
            return sound.append(appends);
        }
    }

    /** Lets the conflict out as something that nobody knows. */
    static final class HasUntypedConflicts extends DelegatingStorage {
        HasUntypedConflicts(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            try {
                return sound.append(appends);
            } catch (WrongExpectedVersionException e) {
                throw new IllegalStateException("duplicate key", e);
            }
        }
    }

    /** Takes the highest position ever drawn for settled, open transactions or not. */
    static class SettlesTooEarly extends DelegatingStorage {
        final AtomicLong highest = new AtomicLong();

        SettlesTooEarly(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            List<Receipt> receipts = sound.append(appends);
            receipts.forEach(
                    receipt ->
                            sound.readStream(receipt.stream(), receipt.version() - 1, 1)
                                    .events()
                                    .forEach(
                                            event ->
                                                    highest.accumulateAndGet(
                                                            event.position(), Math::max)));
            return receipts;
        }

        @Override
        public Settled settledUpTo() {
            return new Settled(highest.get(), false);
        }
    }

    /** Passes a hole once it has been asked often enough, as others do after a time-out. */
    static final class GuessesAtHoles extends SettlesTooEarly {
        private static final int PATIENCE = 3;
        private long passed;
        private int asked;

        GuessesAtHoles(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public synchronized Settled settledUpTo() {
            Settled proved = sound.settledUpTo();
            asked = proved.waiting() ? asked + 1 : 0;
            passed = Math.max(passed, asked > PATIENCE ? highest.get() : proved.position());
            return new Settled(passed, passed < highest.get());
        }
    }

    /** Ends a page where it has become large, and says that this was all. */
    static final class EndsAtLargePayloads extends DelegatingStorage {
        EndsAtLargePayloads(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public Page read(long afterPosition, long upTo, EventFilter filter, int limit) {
            List<StoredEvent> events = sound.read(afterPosition, upTo, filter, limit).events();
            return new Page(events, events.size() == limit);
        }
    }

    /** Takes the first event of an instant that is there for the first that will be. */
    static final class BeginsAboveOpenTransactions extends DelegatingStorage {
        BeginsAboveOpenTransactions(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public long positionBefore(Instant instant) {
            return sound
                    .read(0, Long.MAX_VALUE, EventFilter.all(), Integer.MAX_VALUE)
                    .events()
                    .stream()
                    .filter(event -> !event.time().isBefore(instant))
                    .mapToLong(event -> event.position() - 1)
                    .min()
                    .orElse(sound.settledUpTo().position());
        }
    }

    /** Passes the first event of an instant, as if "after" were meant. */
    static final class BeginsAfterTheInstant extends DelegatingStorage {
        BeginsAfterTheInstant(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public long positionBefore(Instant instant) {
            return sound.positionBefore(instant.plusNanos(1));
        }
    }

    /** Waits for ever at the hole that a rolled back transaction has left. */
    static final class StopsAtHoles extends DelegatingStorage {
        StopsAtHoles(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public Settled settledUpTo() {
            long last = 0;
            for (StoredEvent event :
                    sound.read(
                                    0,
                                    sound.settledUpTo().position(),
                                    EventFilter.all(),
                                    Integer.MAX_VALUE)
                            .events()) {
                if (event.position() > last + 2) {
                    return new Settled(last, true);
                }
                last = event.position();
            }
            return new Settled(last, false);
        }
    }

    /** Saves checkpoints in a transaction of their own. */
    static final class SavesCheckpointsApart extends DelegatingStorage {
        SavesCheckpointsApart(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public CheckpointStore checkpoints() {
            return new DelegatingCheckpoints(sound.checkpoints()) {
                @Override
                public Checkpoint resume(String name) {
                    return apart(() -> super.resume(name));
                }

                @Override
                public void save(String name, long epoch, long position) {
                    apart(
                            () -> {
                                super.save(name, epoch, position);
                                return true;
                            });
                }

                @Override
                public void reset(String name, long position, long replayUntil) {
                    apart(
                            () -> {
                                super.reset(name, position, replayUntil);
                                return true;
                            });
                }
            };
        }

        private <T> T apart(Supplier<T> work) {
            return sound.transactions().inNew(work);
        }
    }

    /** Lets every node save, whenever it had the lease. */
    static final class IgnoresEpochs extends DelegatingStorage {
        IgnoresEpochs(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public CheckpointStore checkpoints() {
            return new DelegatingCheckpoints(sound.checkpoints()) {
                @Override
                public void save(String name, long epoch, long position) {
                    super.save(name, super.resume(name).epoch(), position);
                }
            };
        }
    }

    /** Has forgotten which events have an id. */
    static final class FindsNoIds extends DelegatingStorage {
        FindsNoIds(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<StoredEvent> withIds(List<UUID> eventIds) {
            return List.of();
        }
    }

    /** Leaves a category out. */
    static final class SkipsACategory extends DelegatingStorage {
        SkipsACategory(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<String> categories(String afterCategory, int limit) {
            return sound.categories(afterCategory, limit).stream()
                    .filter(category -> !category.endsWith("-3"))
                    .toList();
        }
    }

    /** Says of committed events that cannot be read that there are none. */
    static final class NothingIsPending extends DelegatingStorage {
        NothingIsPending(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public long pending(int atMost) {
            return 0;
        }
    }

    /** Knows of what was rolled back. */
    static final class RemembersRevisions extends DelegatingStorage {

        private final Set<EventRevision> seen = ConcurrentHashMap.newKeySet();

        RemembersRevisions(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public List<Receipt> append(List<StreamAppend> appends) {
            appends.stream()
                    .flatMap(append -> append.events().stream())
                    .forEach(event -> seen.add(new EventRevision(event.type(), event.revision())));
            return super.append(appends);
        }

        @Override
        public Set<EventRevision> storedRevisions() {
            return Set.copyOf(seen);
        }
    }

    /** Lets everybody wait for positions that are there. */
    static final class AlwaysAwaitsPositions extends DelegatingStorage {
        AlwaysAwaitsPositions(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public boolean awaitsPosition(EventFilter filter) {
            return true;
        }
    }

    /** Lets everybody lock a consumer at once. */
    static final class LocksNoConsumer extends DelegatingStorage {
        LocksNoConsumer(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public ConsumerStore consumers() {
            return new DelegatingConsumers(sound.consumers()) {
                @Override
                public boolean share(String name) {
                    return find(name).isPresent();
                }

                @Override
                public boolean lock(String name) {
                    return find(name).isPresent();
                }
            };
        }
    }

    /** Gives a lease to whoever asks. */
    static final class LeasesToAll extends DelegatingStorage {
        LeasesToAll(InMemoryStorage sound) {
            super(sound);
        }

        @Override
        public LeaseStore leases() {
            return new LeaseStore() {
                @Override
                public Duration duration() {
                    return sound.leases().duration();
                }

                @Override
                public Map<String, Long> hold(Set<String> names, String owner) {
                    return names.stream().collect(toMap(name -> name, name -> 1L));
                }

                @Override
                public Map<String, String> owners() {
                    return Map.of();
                }

                @Override
                public void release(String name, String owner) {}
            };
        }
    }
}
