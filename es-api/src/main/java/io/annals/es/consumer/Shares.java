package io.annals.es.consumer;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.util.HashMap;
import java.util.HashSet;
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
 * <p>A node that stops at an event leaves its seat to others, who may know better, if there are
 * any, and stays away for a while. It comes back to work for its other segments, and does not leave
 * for the same again; but where the reason lies here, as when this release does not know an event,
 * it stays away until others have passed that. Used by one thread, but for {@link #close}.
 */
final class Shares implements AutoCloseable {

    private final LeaseKeeper leases;
    private final Map<String, Integer> seats = new HashMap<>();
    private final Absences absences = new Absences();
    private final Map<String, Set<Segment>> left = new HashMap<>();
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
     * @param stopped those of them where this node has stopped at an event
     * @param here whether the reason lies here, for one of these
     * @param now the time, as {@link System#nanoTime()}
     */
    synchronized Set<Segment> of(
            StoredConsumer plan, Set<Segment> stopped, boolean here, long now) {
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
        } else if (seats.containsKey(plan.name()) && (here || isNew(plan, stopped))) {
            absences.begin(plan, now);
            leave(plan.name());
            left.put(plan.name(), stopped);
        }
        if (!others.isEmpty() && (here || absences.lasts(plan, now))) {
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

    /** Whether it has stopped at something that it has not left to others yet. */
    private boolean isNew(StoredConsumer plan, Set<Segment> stopped) {
        Set<Segment> before = new HashSet<>(left.getOrDefault(plan.name(), Set.of()));
        before.retainAll(stopped); // the rest was passed, and would be new again
        left.put(plan.name(), before);
        return !before.containsAll(stopped);
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
