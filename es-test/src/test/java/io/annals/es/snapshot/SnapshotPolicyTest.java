package io.annals.es.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.Apply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {

    @EventType("happened")
    record Happened() {}

    @EventType("foreign")
    record Foreign() {}

    @Aggregate(value = "thing", events = Happened.class)
    record Plain() {
        @Apply
        static Plain on(Happened e) {
            return new Plain();
        }
    }

    @Snapshot(every = 3, afterMillis = 50, on = Happened.class)
    @Aggregate(value = "thing", events = Happened.class)
    record All() {
        @Apply
        static All on(Happened e) {
            return new All();
        }
    }

    @Snapshot(every = 0)
    @Aggregate(value = "thing", events = Happened.class)
    record Zero() {
        @Apply
        static Zero on(Happened e) {
            return new Zero();
        }
    }

    @Snapshot(afterMillis = -5)
    @Aggregate(value = "thing", events = Happened.class)
    record Negative() {
        @Apply
        static Negative on(Happened e) {
            return new Negative();
        }
    }

    @Snapshot(on = Foreign.class)
    @Aggregate(value = "thing", events = Happened.class)
    record Stranger() {
        @Apply
        static Stranger on(Happened e) {
            return new Stranger();
        }
    }

    @Test
    void an_aggregate_has_no_snapshots_unless_it_says_so() {
        assertEquals(SnapshotPolicy.never(), of(Plain.class));
        assertTrue(SnapshotPolicy.never().isNever());
    }

    @Test
    void the_annotation_is_read() {
        assertEquals(
                new SnapshotPolicy(
                        OptionalInt.of(3),
                        Optional.of(Duration.ofMillis(50)),
                        Set.of(Happened.class)),
                of(All.class));
    }

    @Test
    void a_value_that_makes_no_sense_is_refused_with_the_class_and_what_is_expected() {
        assertProblem("Zero: Could not take a snapshot every 0 events. Expected 1", Zero.class);
        assertProblem(
                "Negative: Could not take a snapshot after folds of PT-0.005S", Negative.class);
        assertProblem("Stranger: Could not take a snapshot on ", Stranger.class);
    }

    @Test
    void so_many_events_are_enough() {
        SnapshotPolicy every3 = new SnapshotPolicy(OptionalInt.of(3), Optional.empty(), Set.of());
        assertFalse(every3.wantsAfterFold(2, Duration.ofDays(1)));
        assertTrue(every3.wantsAfterFold(3, Duration.ZERO));
        assertFalse(every3.wantsAfterAppend(2, List.of(new Happened())));
        assertTrue(every3.wantsAfterAppend(3, List.of(new Happened())));
        assertFalse(every3.wantsAfterAppend(5, List.of(new Happened(), new Happened())));
        assertTrue(every3.wantsAfterAppend(7, List.of(new Happened(), new Happened())));
    }

    @Test
    void a_fold_that_lasts_is_enough_if_it_has_read_anything() {
        SnapshotPolicy after =
                new SnapshotPolicy(
                        OptionalInt.empty(), Optional.of(Duration.ofMillis(50)), Set.of());
        assertFalse(after.wantsAfterFold(1_000, Duration.ofMillis(49)));
        assertTrue(after.wantsAfterFold(1, Duration.ofMillis(50)));
        assertFalse(after.wantsAfterFold(0, Duration.ofMillis(50)));
        assertFalse(after.wantsAfterAppend(1_000, List.of(new Happened())));
    }

    @Test
    void an_event_of_a_kind_is_enough() {
        SnapshotPolicy on =
                new SnapshotPolicy(OptionalInt.empty(), Optional.empty(), Set.of(Happened.class));
        assertTrue(on.wantsAfterAppend(1, List.of(new Foreign(), new Happened())));
        assertFalse(on.wantsAfterAppend(1, List.of(new Foreign())));
        assertFalse(on.wantsAfterFold(1_000, Duration.ofDays(1)));
    }

    private static SnapshotPolicy of(Class<?> aggregate) {
        return SnapshotPolicy.of(AggregateDefinition.of(aggregate));
    }

    private static void assertProblem(String expected, Class<?> aggregate) {
        DefinitionException refused = assertThrows(DefinitionException.class, () -> of(aggregate));
        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused.getMessage());
    }
}
