package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A lease has one owner, and each owner another epoch. */
interface Leases extends StorageUnderTest {

    @Test
    default void a_lease_belongs_to_one_node_until_it_gives_it_back() {
        long first = hold("a").orElseThrow();
        assertEquals(OptionalLong.empty(), hold("b"));
        assertEquals(OptionalLong.of(first), hold("a"));
        release("b");
        assertEquals(OptionalLong.empty(), hold("b"));
        release("a");
        long second = hold("b").orElseThrow();
        assertTrue(second > first);
        assertEquals(OptionalLong.empty(), hold("a"));
    }

    @Test
    default void of_many_nodes_that_want_a_new_lease_one_gets_it() {
        assertOneHolds(Waiting.together(nodesThatWant("new")));
    }

    @Test
    default void of_many_nodes_that_want_a_lease_given_back_one_gets_it() {
        hold("first");
        release("first");
        assertOneHolds(Waiting.together(nodesThatWant("next")));
    }

    @Test
    default void a_lease_is_held_whatever_becomes_of_the_callers_transaction() {
        rolledBack(() -> hold("a"));
        assertEquals(OptionalLong.empty(), hold("b"));
    }

    @Test
    default void the_owner_of_a_lease_is_known_while_it_has_it() {
        assertEquals(Optional.empty(), owner());
        hold("a");
        assertEquals(Optional.of("a"), owner());
        release("a");
        assertEquals(Optional.empty(), owner());
    }

    @Test
    default void a_lease_lasts_for_some_time() {
        assertTrue(storage().leases().duration().toMillis() > 0);
    }

    private List<Supplier<OptionalLong>> nodesThatWant(String prefix) {
        return Stream.of("1", "2", "3", "4")
                .<Supplier<OptionalLong>>map(node -> () -> hold(prefix + node))
                .toList();
    }

    private static void assertOneHolds(List<OptionalLong> epochs) {
        assertEquals(1, epochs.stream().filter(OptionalLong::isPresent).count());
    }

    private Optional<String> owner() {
        return Optional.ofNullable(storage().leases().owners().get("of " + category()));
    }

    /** Nodes of this test do not meet those of others. */
    private OptionalLong hold(String node) {
        return storage().leases().hold("of " + category(), node);
    }

    private void release(String node) {
        storage().leases().release("of " + category(), node);
    }
}
