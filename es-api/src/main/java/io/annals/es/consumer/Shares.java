package io.annals.es.consumer;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shares the segments of each consumer out among the nodes that run it. Each node holds the lease
 * of a seat, which the {@link LeaseKeeper} keeps; from the seats that are taken all nodes tell
 * alike who is to work for which segment. While they see different seats a segment may be wanted by
 * two, of which one gets its lease, or by none.
 *
 * <p>A node that has stopped at an event which it cannot read leaves its seat to others, who may
 * know better, if there are any, and stays away for a while. One whose handler has failed stays: so
 * would the others' handlers, and there are more segments. Used by one thread, but for {@link
 * #close}.
 */
final class Shares implements AutoCloseable {

    private final LeaseKeeper leases;
    private final Map<String, Integer> seats = new HashMap<>();
    private final Absences absences = new Absences();
    private @Nullable Map<String, String> owners;
    private boolean closed;

    Shares(LeaseKeeper leases) {
        this.leases = leases;
    }

    /** Has it look anew at who has which seat, when it needs to know next. */
    synchronized void look() {
        owners = null;
    }

    /**
     * The segments that this node is to work for.
     *
     * @param stopped whether this node has stopped at an event of one of them that others may know
     * @param now the time, as {@link System#nanoTime()}
     */
    synchronized Set<Segment> of(StoredConsumer plan, boolean stopped, long now) {
        List<Segment> all = Segment.of(plan.name(), plan.segments());
        if (closed) {
            return Set.of();
        }
        if (all.size() == 1) {
            return Set.copyOf(all);
        }
        TreeSet<Integer> others = takenByOthers(plan);
        if (others.isEmpty()) {
            absences.forget(plan.name());
        } else if (stopped && seats.containsKey(plan.name())) {
            absences.begin(plan, now);
            leave(plan.name());
        }
        if (!others.isEmpty() && (stopped || absences.lasts(plan, now))) {
            return Set.of();
        }
        int seat = seat(plan, others);
        if (seat < 0) {
            return Set.of();
        }
        int rank = others.headSet(seat).size();
        return all.stream()
                .filter(segment -> segment.index() % (others.size() + 1) == rank)
                .collect(toUnmodifiableSet());
    }

    /** Leaves all seats, so that others take over at once, and takes none any more. */
    @Override
    public synchronized void close() {
        closed = true;
        List.copyOf(seats.keySet()).forEach(this::leave);
    }

    private TreeSet<Integer> takenByOthers(StoredConsumer plan) {
        Map<String, String> seen = owners == null ? leases.owners() : owners;
        owners = seen;
        return IntStream.range(0, plan.segments())
                .filter(seat -> leases.isOfOthers(name(plan.name(), seat), seen))
                .boxed()
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    /** This node's seat, kept or taken; negative if there are as many nodes as segments. */
    private int seat(StoredConsumer plan, Set<Integer> others) {
        Integer own = seats.get(plan.name());
        if (own != null && leases.epoch(name(plan.name(), own)) != 0) {
            return own;
        }
        leave(plan.name());
        for (int seat = 0; seat < plan.segments(); seat++) {
            if (!others.contains(seat) && isTaken(name(plan.name(), seat))) {
                seats.put(plan.name(), seat);
                return seat;
            }
        }
        return -1;
    }

    private boolean isTaken(String seat) {
        leases.want(seat);
        leases.check(seat);
        if (leases.epoch(seat) == 0) {
            leases.forget(seat);
            return false;
        }
        return true;
    }

    /** Lets other nodes work for all segments of a consumer. */
    synchronized void leave(String consumer) {
        Integer own = seats.remove(consumer);
        if (own != null) {
            leases.release(name(consumer, own));
        }
    }

    private static String name(String consumer, int seat) {
        return "seat %s %d".formatted(consumer, seat);
    }
}
