package io.annals.es.consumer;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Shares the segments of each consumer out among the nodes that run it. Each node holds the lease
 * of a seat; from the seats that are taken all nodes tell alike who is to work for which segment.
 * While they see different seats a segment may be wanted by two, of which one gets its lease, or by
 * none.
 *
 * <p>A node that has stopped at an event leaves its seat to others, who may know better, if there
 * are any. Used by one thread, but for {@link #close}.
 */
final class Shares implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Shares.class.getName());

    private final LeaseStore leases;
    private final String owner;
    private final Map<String, Integer> seats = new HashMap<>();

    Shares(LeaseStore leases, String owner) {
        this.leases = leases;
        this.owner = owner;
    }

    /**
     * The segments that this node is to work for.
     *
     * @param stopped whether this node has stopped at an event of one of them
     */
    synchronized Set<Segment> of(StoredConsumer plan, boolean stopped) {
        List<Segment> all = Segment.of(plan.name(), plan.segments());
        if (all.size() == 1) {
            return Set.copyOf(all);
        }
        TreeSet<Integer> others = takenByOthers(plan);
        if (stopped && !others.isEmpty()) {
            leave(plan.name());
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

    /** Leaves all seats, so that others take over at once. */
    @Override
    public synchronized void close() {
        List.copyOf(seats.keySet()).forEach(this::leave);
    }

    private TreeSet<Integer> takenByOthers(StoredConsumer plan) {
        Map<String, String> owners = leases.owners();
        return IntStream.range(0, plan.segments())
                .filter(seat -> !owners.getOrDefault(name(plan.name(), seat), owner).equals(owner))
                .boxed()
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    /** This node's seat, renewed or taken; negative if there are as many nodes as segments. */
    private int seat(StoredConsumer plan, Set<Integer> others) {
        Integer own = seats.get(plan.name());
        if (own != null && leases.hold(name(plan.name(), own), owner).isPresent()) {
            return own;
        }
        seats.remove(plan.name());
        for (int seat = 0; seat < plan.segments(); seat++) {
            if (!others.contains(seat) && leases.hold(name(plan.name(), seat), owner).isPresent()) {
                seats.put(plan.name(), seat);
                return seat;
            }
        }
        return -1;
    }

    /** Lets other nodes work for all segments of a consumer. */
    synchronized void leave(String consumer) {
        Integer own = seats.remove(consumer);
        if (own == null) {
            return;
        }
        try {
            leases.release(name(consumer, own), owner);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "Could not leave seat %d of consumer '%s': other nodes wait for the end of its lease, %s at most"
                            .formatted(own, consumer, leases.duration()),
                    e);
        }
    }

    private static String name(String consumer, int seat) {
        return "seat %s %d".formatted(consumer, seat);
    }
}
