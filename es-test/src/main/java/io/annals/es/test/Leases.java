package io.annals.es.test;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

    @Test
    default void of_several_leases_a_node_gets_those_that_no_other_has() {
        Map<String, Long> first = hold("a", "1", "2", "3");
        assertEquals(Set.of(lease("1"), lease("2"), lease("3")), first.keySet());
        assertEquals(first, hold("a", "1", "2", "3"));
        assertEquals(Set.of(lease("4")), hold("b", "2", "3", "4").keySet());
        storage().leases().release(lease("2"), "a");
        Map<String, Long> second = hold("b", "1", "2", "3", "4");
        assertEquals(Set.of(lease("2"), lease("4")), second.keySet());
        assertTrue(second.getOrDefault(lease("2"), 0L) > first.getOrDefault(lease("2"), 0L));
        first.remove(lease("2"));
        assertEquals(first, hold("a", "1", "2", "3"));
        assertEquals(Map.of(), storage().leases().hold(Set.of(), "b"));
    }

    @Test
    default void a_node_holds_many_leases() {
        String[] many = IntStream.range(0, 300).mapToObj(String::valueOf).toArray(String[]::new);
        // The rows of new leases are made one by one, which may take as long as a lease lasts.
        assertEquals(300, hold("a", many).size());
        Map<String, Long> held = hold("a", many);
        assertEquals(300, held.size());
        assertEquals(Map.of(), hold("b", many));
        assertEquals(held, hold("a", many));
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
        return Optional.ofNullable(storage().leases().owners().get(lease("")));
    }

    /** Nodes of this test do not meet those of others. */
    private OptionalLong hold(String node) {
        Long epoch = hold(node, "").get(lease(""));
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    private Map<String, Long> hold(String node, String... leases) {
        Set<String> names = Stream.of(leases).map(this::lease).collect(toSet());
        return storage().leases().hold(names, node);
    }

    private String lease(String name) {
        return "of " + category() + name;
    }

    private void release(String node) {
        storage().leases().release(lease(""), node);
    }
}
