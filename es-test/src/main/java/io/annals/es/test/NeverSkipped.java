package io.annals.es.test;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 4: a reader that has passed a position never finds an event at or below it later. */
interface NeverSkipped extends StorageUnderTest {

    /**
     * Three writers, each of which appends and then ends, in every order of these six steps; each
     * order with every choice of those who commit, while the others roll back. The reader reads
     * before the first step and after each.
     */
    @Test
    default void nothing_is_skipped_in_any_interleaving_of_three_writers_and_a_reader() {
        Follower reader = new Follower(this);
        int number = 0;
        for (List<Integer> order : orders(List.of(), 2, 2, 2)) {
            number++;
            for (int commits = 0; commits < 1 << 3; commits++) {
                new Interleaving(this, reader, number + "-" + commits + "-", commits).play(order);
            }
        }
    }

    /** All orders in which the writers can take so many steps each, as lists of writers. */
    private static List<List<Integer>> orders(List<Integer> begun, int... left) {
        List<List<Integer>> all = new ArrayList<>();
        for (int writer = 0; writer < left.length; writer++) {
            if (left[writer] > 0) {
                List<Integer> next = new ArrayList<>(begun);
                next.add(writer);
                int[] rest = left.clone();
                rest[writer]--;
                all.addAll(orders(next, rest));
            }
        }
        return all.isEmpty() ? List.of(begun) : all;
    }
}
