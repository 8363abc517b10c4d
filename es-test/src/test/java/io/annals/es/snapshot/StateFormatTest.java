package io.annals.es.snapshot;

import static java.lang.String.CASE_INSENSITIVE_ORDER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.EventType;
import io.annals.es.StreamId;
import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.Apply;
import io.annals.es.aggregate.Versioned;
import io.annals.es.jsonb.JsonbEventSerializer;
import jakarta.json.bind.annotation.JsonbTransient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StateFormatTest {

    @EventType("opened")
    public record Opened() {}

    public enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    public record Line(Color color, BigDecimal price, Optional<String> note) {}

    /** A part that is found equal by its name. */
    public static class Part {
        public String name = "bolt";
        public @JsonbTransient int count;
        public transient int computed;

        @Override
        public boolean equals(Object other) {
            return other instanceof Part part && name.equals(part.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** As many an entity, equal to another one of its id. */
    @Aggregate(value = "order", events = Opened.class)
    public static class Order {
        public String id = "1";
        public List<Line> lines = new ArrayList<>();
        public Map<String, Instant> times = Map.of();
        public int[] sizes = {};
        public List<Part> parts = new ArrayList<>();
        public Map<String, Integer> counts = Map.of();
        public SortedSet<String> names = new TreeSet<>();
        public Collection<String> seen = new ArrayList<>();
        public Part last;
        private long total;
        private transient Object index;

        @Apply
        void on(Opened e) {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Order order && Objects.equals(id, order.id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    private final StateFormat<Order> format =
            new StateFormat<>(
                    AggregateDefinition.of(Order.class), new JsonbEventSerializer(), List::of);

    @Test
    void a_state_of_many_kinds_of_values_comes_back() {
        Order order = new Order();
        order.lines.add(new Line(Color.GREEN, new BigDecimal("1.50"), Optional.of("a")));
        order.lines.add(new Line(Color.RED, BigDecimal.ONE, Optional.empty()));
        order.times = Map.of("opened", Instant.EPOCH);
        order.sizes = new int[] {1, 2};
        order.names.addAll(List.of("b", "a"));
        order.counts = new HashMap<>(Map.of("a", 1));
        order.parts.add(new Part());
        order.parts.get(0).computed = 7;
        assertEquals(1, write(order));
    }

    @Test
    void a_field_that_is_not_written_is_noticed_though_the_states_are_equal() {
        refuses(order -> order.total = 3, ".total is not the same");
        refuses(order -> order.index = new Object(), ".index is not the same");
    }

    @Test
    void so_is_one_of_what_the_state_holds() {
        refuses(
                order -> {
                    order.parts.add(new Part());
                    order.parts.add(new Part());
                    order.parts.get(1).count = 3;
                },
                ".parts[1].count is not the same");
    }

    @Test
    void a_collection_that_would_order_what_comes_later_otherwise_is_noticed() {
        refuses(order -> order.counts = new LinkedHashMap<>(Map.of("a", 1)), ".counts would order");
        refuses(order -> order.counts = new TreeMap<>(Map.of("a", 1)), ".counts would order");
        refuses(order -> order.names = new TreeSet<>(CASE_INSENSITIVE_ORDER), ".names would order");
    }

    @Test
    void so_is_a_set_that_comes_back_as_a_list() {
        refuses(order -> order.seen = new HashSet<>(), ".seen is a collection of another kind");
    }

    @Test
    void what_is_held_twice_and_comes_back_as_two_is_noticed() {
        refuses(
                order -> {
                    order.parts.add(new Part());
                    order.last = order.parts.get(0);
                },
                ".last was one object");
    }

    @Test
    void what_cannot_change_may_be_held_twice() {
        Order order = new Order();
        Line line = new Line(Color.RED, BigDecimal.ONE, Optional.empty());
        order.lines.addAll(List.of(line, line));
        order.seen = List.of();
        order.times = Map.of();
        assertEquals(1, write(order));
    }

    @Test
    void what_is_too_large_is_not_read_again() {
        Order order = new Order();
        order.total = 3;
        assertEquals(1, write(order, 10));
        assertThrows(EventSourcingException.class, () -> write(order, 1_000));
    }

    private void refuses(Consumer<Order> change, String place) {
        Order order = new Order();
        change.accept(order);
        String message =
                assertThrows(EventSourcingException.class, () -> write(order)).getMessage();
        assertTrue(message.contains(" " + place), message);
    }

    private long write(Order order) {
        return write(order, 1_000_000);
    }

    private long write(Order order, int maxBytes) {
        return format.write(
                        new StreamId("order", "1"),
                        new Versioned<>("1", 1, order),
                        UUID.randomUUID(),
                        maxBytes)
                .version();
    }
}
