package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The suite lets a sound storage pass and finds every broken one, by the tests that are made for
 * it.
 */
final class BrokenStorageTest {

    private static final String SEED = RandomHistories.SEED;

    /** So that it is always the same random histories that find what is broken. */
    @BeforeAll
    static void choose_a_seed() {
        System.setProperty(SEED, "4711");
    }

    @AfterAll
    static void choose_no_seed() {
        System.clearProperty(SEED);
    }

    @Test
    void the_reference_passes_every_test() {
        SuiteRun run = SuiteRun.of(Suites.Sound.class);
        assertEquals(Set.of(), run.failed(), run::report);
        assertTrue(run.passed() >= 75, "passed: " + run.passed());
    }

    @Test
    void a_storage_that_stores_nothing_fails_nearly_every_test() {
        SuiteRun run = SuiteRun.of(Suites.Noop.class);
        // What is left to it asks for an absence: nothing in an empty stream, nothing after a
        // rollback.
        assertTrue(run.passed() <= 15, "passed: " + run.passed());
        assertFailed(
                run,
                "stores_every_event_of_every_stream_of_a_batch",
                "versions_begin_at_1_and_have_no_holes",
                "rejects_an_append_when_the_stream_is_longer_than_expected",
                "one_of_two_writers_creates_a_stream",
                "settled_never_goes_back_and_reaches_all_committed_events",
                "the_journal_is_read_in_pages_across_holes",
                "a_payload_may_hold_every_byte",
                "ids_are_paged_completely_and_once",
                "a_checkpoint_is_kept_and_moves_forward_only");
    }

    @Test
    void a_storage_that_drops_an_event_fails() {
        assertFailed(
                SuiteRun.of(Suites.DropsAnEvent.class),
                "random_histories_end_as_in_the_reference",
                "stores_every_event_of_every_stream_of_a_batch",
                "versions_begin_at_1_and_have_no_holes",
                "many_events_of_one_append_keep_their_order",
                "a_follower_sees_every_committed_event_once_and_in_order");
    }

    @Test
    void a_storage_that_ignores_the_expected_version_fails() {
        assertFailed(
                SuiteRun.of(Suites.IgnoresTheExpectedVersion.class),
                "random_histories_end_as_in_the_reference",
                "exactly_the_expectations_that_are_met_succeed",
                "rejects_an_append_when_the_stream_is_longer_than_expected",
                "rejects_an_append_when_the_stream_is_shorter_than_expected",
                "rejects_an_append_to_an_existing_stream_that_should_be_new",
                "one_of_two_writers_gets_the_next_version",
                "a_conflict_in_one_stream_stores_nothing_of_the_others");
    }

    @Test
    void a_storage_that_accepts_shorter_streams_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.AcceptsShorterStreams.class),
                "exactly_the_expectations_that_are_met_succeed",
                "random_histories_end_as_in_the_reference",
                "rejects_an_append_when_the_stream_is_shorter_than_expected",
                "rejects_an_append_to_a_missing_stream_that_should_have_events",
                "finds_the_stream_in_conflict_among_many",
                "a_conflict_that_the_caller_swallows_still_rolls_everything_back");
    }

    @Test
    void a_storage_that_reorders_an_append_fails() {
        assertFailed(
                SuiteRun.of(Suites.ReordersAnAppend.class),
                "random_histories_end_as_in_the_reference",
                "versions_begin_at_1_and_have_no_holes",
                "many_events_of_one_append_keep_their_order",
                "a_page_begins_after_a_position_and_ends_at_another");
    }

    @Test
    void a_storage_that_reorders_the_journal_fails() {
        assertFailed(
                SuiteRun.of(Suites.ReordersTheJournal.class),
                "random_histories_end_as_in_the_reference",
                "positions_follow_the_versions_of_every_stream",
                "nothing_is_skipped_in_any_interleaving_of_three_writers_and_a_reader",
                "the_journal_is_read_in_pages_across_holes",
                "a_follower_sees_every_committed_event_once_and_in_order");
    }

    @Test
    void a_storage_that_does_not_join_the_transaction_fails() {
        assertFailed(
                SuiteRun.of(Suites.AppendsInItsOwnTransaction.class),
                "random_histories_end_as_in_the_reference",
                "rollback_leaves_nothing_of_any_stream",
                "an_exception_after_the_append_leaves_nothing",
                "rollback_only_leaves_nothing_even_if_the_caller_returns",
                "uncommitted_events_are_seen_by_nobody_else",
                "a_checkpoint_and_an_append_are_one_transaction");
    }

    @Test
    void a_storage_that_appends_stream_by_stream_fails() {
        assertFailed(
                SuiteRun.of(Suites.AppendsStreamByStream.class),
                "random_histories_end_as_in_the_reference",
                "rollback_leaves_nothing_of_any_stream",
                "a_conflict_in_one_stream_stores_nothing_of_the_others");
    }

    @Test
    void a_storage_that_reads_first_and_writes_then_fails() {
        assertFailed(
                SuiteRun.of(Suites.ReadsThenWrites.class),
                "one_of_two_writers_creates_a_stream",
                "one_of_two_writers_gets_the_next_version");
    }

    @Test
    void a_storage_that_commits_after_a_conflict_fails() {
        assertFailed(
                SuiteRun.of(Suites.CommitsAfterAConflict.class),
                "a_conflict_that_the_caller_swallows_still_rolls_everything_back");
    }

    @Test
    void a_storage_whose_conflicts_have_no_type_fails() {
        assertFailed(
                SuiteRun.of(Suites.HasUntypedConflicts.class),
                "random_histories_end_as_in_the_reference",
                "a_conflict_appears_at_the_append_and_not_at_the_commit",
                "rejects_an_append_when_the_stream_is_longer_than_expected",
                "one_of_two_writers_creates_a_stream");
    }

    @Test
    void a_storage_that_settles_too_early_fails() {
        assertFailed(
                SuiteRun.of(Suites.SettlesTooEarly.class),
                "random_histories_end_as_in_the_reference",
                "what_commits_late_appears_above_what_was_settled_before",
                "nothing_is_skipped_in_any_interleaving_of_three_writers_and_a_reader");
    }

    @Test
    void a_storage_that_guesses_at_holes_fails() {
        assertFailed(
                SuiteRun.of(Suites.GuessesAtHoles.class),
                "nothing_is_skipped_in_any_interleaving_of_three_writers_and_a_reader");
    }

    @Test
    void a_storage_that_finds_an_instant_above_open_transactions_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.BeginsAboveOpenTransactions.class),
                "since_an_instant_misses_nothing_that_is_committed_later");
    }

    @Test
    void a_storage_that_begins_after_an_instant_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.BeginsAfterTheInstant.class),
                "since_an_instant_begins_before_the_first_event_of_it_or_later");
    }

    @Test
    void a_storage_that_stops_at_holes_fails() {
        assertFailed(
                SuiteRun.of(Suites.StopsAtHoles.class),
                "random_histories_end_as_in_the_reference",
                "a_rolled_back_append_does_not_hold_up_the_journal",
                "nothing_is_skipped_in_any_interleaving_of_three_writers_and_a_reader",
                "settled_never_goes_back_and_reaches_all_committed_events");
    }

    @Test
    void a_storage_that_filters_after_paging_fails() {
        assertFailed(
                SuiteRun.of(Suites.FiltersAfterPaging.class),
                "a_page_has_as_many_events_as_wanted_and_says_whether_there_are_more",
                "a_filter_keeps_its_types");
    }

    @Test
    void a_storage_that_ends_at_large_payloads_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.EndsAtLargePayloads.class),
                "a_payload_may_be_as_large_as_it_may",
                "pages_of_large_payloads_are_short_and_leave_nothing_out");
    }

    @Test
    void a_storage_that_keeps_payloads_as_text_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.KeepsPayloadsAsText.class),
                "a_payload_may_hold_every_byte",
                "a_payload_may_be_a_megabyte",
                "a_payload_may_be_as_large_as_it_may");
    }

    @Test
    void a_storage_that_forgets_metadata_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.ForgetsMetadata.class),
                "a_repeat_may_have_other_metadata_and_the_first_stays",
                "metadata_comes_back_with_every_event",
                "each_stream_of_a_batch_has_its_own_metadata",
                "the_largest_metadata_comes_back");
    }

    @Test
    void a_storage_that_forgets_event_ids_fails() {
        assertFailed(
                SuiteRun.of(Suites.ForgetsEventIds.class),
                "random_histories_end_as_in_the_reference",
                "events_with_ids_of_the_callers_are_stored_with_these_ids",
                "a_repeat_stores_nothing_and_gets_the_first_receipt_whatever_it_expects",
                "the_same_id_for_another_stream_is_an_error_that_names_both",
                "an_id_is_never_stored_twice_even_where_it_is_not_looked_up",
                "of_two_repeats_at_once_one_is_stored_and_both_get_its_receipt");
    }

    @Test
    void a_storage_that_looks_for_no_repeat_fails() {
        assertFailed(
                SuiteRun.of(Suites.LooksForNoRepeat.class),
                "random_histories_end_as_in_the_reference",
                "a_repeat_stores_nothing_and_gets_the_first_receipt_whatever_it_expects",
                "a_repeat_within_the_transaction_finds_what_it_has_not_committed_yet",
                "the_same_id_with_other_content_is_an_error",
                "a_repeat_that_waits_for_the_first_append_gets_its_receipt");
    }

    @Test
    void a_storage_that_takes_other_content_for_a_repeat_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.ComparesIdsOnly.class),
                "random_histories_end_as_in_the_reference",
                "the_same_id_with_other_content_is_an_error");
    }

    @Test
    void a_storage_that_folds_case_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.FoldsCase.class),
                "different_ids_are_different_streams",
                "different_ids_are_different_streams_in_one_batch",
                "ids_are_paged_completely_and_once");
    }

    @Test
    void a_storage_that_saves_checkpoints_apart_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.SavesCheckpointsApart.class),
                "a_checkpoint_is_rolled_back_with_its_transaction",
                "a_checkpoint_is_seen_by_others_once_it_is_committed",
                "a_checkpoint_and_an_append_are_one_transaction",
                "a_conflict_takes_the_checkpoint_back");
    }

    @Test
    void a_storage_that_ignores_epochs_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.IgnoresEpochs.class),
                "nothing_can_be_saved_in_an_epoch_that_is_over",
                "a_reset_goes_back_and_ends_the_epoch",
                "an_epoch_begins_after_a_transaction_that_saves_in_the_one_before_it");
    }

    @Test
    void a_storage_that_finds_no_ids_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.FindsNoIds.class),
                "events_are_found_by_their_ids_wherever_they_are");
    }

    @Test
    void a_storage_that_skips_a_category_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.SkipsACategory.class),
                "categories_are_paged_completely_and_once");
    }

    @Test
    void a_storage_of_which_nothing_is_pending_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.NothingIsPending.class),
                "events_are_pending_while_they_are_committed_and_cannot_be_read");
    }

    @Test
    void a_storage_that_knows_revisions_of_what_was_rolled_back_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.RemembersRevisions.class),
                "a_revision_is_known_to_the_transaction_that_stores_it_and_then_to_all",
                "a_revision_that_was_rolled_back_is_unknown_until_it_is_stored");
    }

    @Test
    void a_storage_that_always_awaits_positions_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.AlwaysAwaitsPositions.class),
                "what_awaits_no_position_can_be_read_whatever_other_transactions_do");
    }

    @Test
    void a_storage_that_locks_no_consumer_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.LocksNoConsumer.class),
                "who_locks_a_consumer_sees_what_those_did_who_shared_it",
                "who_shares_a_consumer_sees_what_the_one_did_who_locked_it");
    }

    @Test
    void a_storage_that_leases_to_everybody_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.LeasesToAll.class),
                "a_lease_belongs_to_one_node_until_it_gives_it_back",
                "of_many_nodes_that_want_a_new_lease_one_gets_it",
                "of_many_nodes_that_want_a_lease_given_back_one_gets_it",
                "a_lease_is_held_whatever_becomes_of_the_callers_transaction",
                "of_several_leases_a_node_gets_those_that_no_other_has",
                "a_node_holds_many_leases",
                "the_owner_of_a_lease_is_known_while_it_has_it");
    }

    @Test
    void a_storage_that_sets_events_aside_apart_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.SetsAsideApart.class),
                "a_dead_letter_and_a_checkpoint_are_one_transaction",
                "a_dead_letter_is_seen_by_others_once_it_is_committed");
    }

    @Test
    void a_storage_that_decides_on_what_only_waits_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.DecidesOnAll.class), "only_what_has_failed_can_be_decided_on");
    }

    @Test
    void a_storage_that_counts_all_dead_letters_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.CountsOn.class),
                "dead_letters_are_counted_for_a_consumer_and_so_far_at_most");
    }

    @Test
    void a_storage_that_removes_what_was_not_read_fails() {
        assertFailedOnly(
                SuiteRun.of(Suites.RemovesWhatWasNotRead.class),
                "a_dead_letter_is_removed_as_it_was_read_and_once");
    }

    private static void assertFailed(SuiteRun run, String... tests) {
        Set<String> missing = new TreeSet<>(Set.of(tests));
        missing.removeAll(run.failed());
        assertEquals(
                Set.of(),
                missing,
                () -> "should have failed too; failed: " + new TreeSet<>(run.failed()));
    }

    private static void assertFailedOnly(SuiteRun run, String... tests) {
        assertEquals(new TreeSet<>(Set.of(tests)), new TreeSet<>(run.failed()), run::report);
    }
}
