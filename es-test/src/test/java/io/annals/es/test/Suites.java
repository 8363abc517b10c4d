package io.annals.es.test;

import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.function.Function;

/** The suite over a sound storage and over each broken one; run by {@link SuiteRun} only. */
final class Suites {

    private Suites() {}

    abstract static class Suite extends JournalStorageContract {

        private final InMemoryStorage sound = new InMemoryStorage();
        private final JournalStorage broken;

        Suite(Function<InMemoryStorage, JournalStorage> breaking) {
            broken = breaking.apply(sound);
        }

        @Override
        public JournalStorage storage() {
            return broken;
        }

        @Override
        public Transactions transactions() {
            return sound.transactions();
        }

        @Override
        public Duration patience() {
            return Duration.ofMillis(50);
        }
    }

    static final class Sound extends Suite {
        Sound() {
            super(storage -> storage);
        }
    }

    static final class Noop extends Suite {
        Noop() {
            super(BrokenStorages.StoresNothing::new);
        }
    }

    static final class DropsAnEvent extends Suite {
        DropsAnEvent() {
            super(ChangedAppends.DropsAnEvent::new);
        }
    }

    static final class IgnoresTheExpectedVersion extends Suite {
        IgnoresTheExpectedVersion() {
            super(ChangedAppends.IgnoresTheExpectedVersion::new);
        }
    }

    static final class AcceptsShorterStreams extends Suite {
        AcceptsShorterStreams() {
            super(ChangedAppends.AcceptsShorterStreams::new);
        }
    }

    static final class ReordersAnAppend extends Suite {
        ReordersAnAppend() {
            super(ChangedAppends.ReordersAnAppend::new);
        }
    }

    static final class KeepsPayloadsAsText extends Suite {
        KeepsPayloadsAsText() {
            super(ChangedAppends.KeepsPayloadsAsText::new);
        }
    }

    static final class ForgetsMetadata extends Suite {
        ForgetsMetadata() {
            super(ChangedAppends.ForgetsMetadata::new);
        }
    }

    static final class FoldsCase extends Suite {
        FoldsCase() {
            super(ChangedAppends.FoldsCase::new);
        }
    }

    static final class ForgetsEventIds extends Suite {
        ForgetsEventIds() {
            super(ChangedAppends.ForgetsEventIds::new);
        }
    }

    static final class LooksForNoRepeat extends Suite {
        LooksForNoRepeat() {
            super(ChangedAppends.LooksForNoRepeat::new);
        }
    }

    static final class ComparesIdsOnly extends Suite {
        ComparesIdsOnly() {
            super(ChangedAppends.ComparesIdsOnly::new);
        }
    }

    static final class ReordersTheJournal extends Suite {
        ReordersTheJournal() {
            super(BrokenStorages.ReordersTheJournal::new);
        }
    }

    static final class FiltersAfterPaging extends Suite {
        FiltersAfterPaging() {
            super(BrokenStorages.FiltersAfterPaging::new);
        }
    }

    static final class EndsAtLargePayloads extends Suite {
        EndsAtLargePayloads() {
            super(BrokenStorages.EndsAtLargePayloads::new);
        }
    }

    static final class AppendsInItsOwnTransaction extends Suite {
        AppendsInItsOwnTransaction() {
            super(BrokenStorages.AppendsInItsOwnTransaction::new);
        }
    }

    static final class AppendsStreamByStream extends Suite {
        AppendsStreamByStream() {
            super(BrokenStorages.AppendsStreamByStream::new);
        }
    }

    static final class ReadsThenWrites extends Suite {
        ReadsThenWrites() {
            super(BrokenStorages.ReadsThenWrites::new);
        }
    }

    static final class CommitsAfterAConflict extends Suite {
        CommitsAfterAConflict() {
            super(BrokenStorages.CommitsAfterAConflict::new);
        }
    }

    static final class HasUntypedConflicts extends Suite {
        HasUntypedConflicts() {
            super(BrokenStorages.HasUntypedConflicts::new);
        }
    }

    static final class SettlesTooEarly extends Suite {
        SettlesTooEarly() {
            super(BrokenStorages.SettlesTooEarly::new);
        }
    }

    static final class GuessesAtHoles extends Suite {
        GuessesAtHoles() {
            super(BrokenStorages.GuessesAtHoles::new);
        }
    }

    static final class BeginsAboveOpenTransactions extends Suite {
        BeginsAboveOpenTransactions() {
            super(BrokenStorages.BeginsAboveOpenTransactions::new);
        }
    }

    static final class BeginsAfterTheInstant extends Suite {
        BeginsAfterTheInstant() {
            super(BrokenStorages.BeginsAfterTheInstant::new);
        }
    }

    static final class StopsAtHoles extends Suite {
        StopsAtHoles() {
            super(BrokenStorages.StopsAtHoles::new);
        }
    }

    static final class SavesCheckpointsApart extends Suite {
        SavesCheckpointsApart() {
            super(BrokenStorages.SavesCheckpointsApart::new);
        }
    }

    static final class IgnoresEpochs extends Suite {
        IgnoresEpochs() {
            super(BrokenStorages.IgnoresEpochs::new);
        }
    }

    static final class FindsNoIds extends Suite {
        FindsNoIds() {
            super(BrokenStorages.FindsNoIds::new);
        }
    }

    static final class SkipsACategory extends Suite {
        SkipsACategory() {
            super(BrokenStorages.SkipsACategory::new);
        }
    }

    static final class NothingIsPending extends Suite {
        NothingIsPending() {
            super(BrokenStorages.NothingIsPending::new);
        }
    }

    static final class RemembersRevisions extends Suite {
        RemembersRevisions() {
            super(BrokenStorages.RemembersRevisions::new);
        }
    }

    static final class AlwaysAwaitsPositions extends Suite {
        AlwaysAwaitsPositions() {
            super(BrokenStorages.AlwaysAwaitsPositions::new);
        }
    }

    static final class LocksNoConsumer extends Suite {
        LocksNoConsumer() {
            super(BrokenStorages.LocksNoConsumer::new);
        }
    }

    static final class LeasesToAll extends Suite {
        LeasesToAll() {
            super(BrokenStorages.LeasesToAll::new);
        }
    }

    static final class SetsAsideApart extends Suite {
        SetsAsideApart() {
            super(BrokenDeadLetters.SetsAsideApart::new);
        }
    }

    static final class DecidesOnAll extends Suite {
        DecidesOnAll() {
            super(BrokenDeadLetters.DecidesOnAll::new);
        }
    }

    static final class CountsOn extends Suite {
        CountsOn() {
            super(BrokenDeadLetters.CountsOn::new);
        }
    }

    static final class RemovesWhatWasNotRead extends Suite {
        RemovesWhatWasNotRead() {
            super(BrokenDeadLetters.RemovesWhatWasNotRead::new);
        }
    }
}
