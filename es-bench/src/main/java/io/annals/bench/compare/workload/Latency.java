package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.shop.CartEvent.Opened;
import io.annals.bench.compare.shop.Goods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * W6 and W6r: how long after the return of a commit a reader has the event, while one thread
 * appends 200 a second. A reader that was faster than the return counts as 0.
 */
final class Latency implements Trial {

    private static final int IN_A_SECOND = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = 1_000_000;
    private static final long FIRST_NANOS = 100_000_000;

    private final Contender contender;
    private final Sizes sizes;
    private final Map<String, Long> handled = new ConcurrentHashMap<>();
    private final Following following;

    private Latency(Contender contender, Sizes sizes, Followers followers) {
        this.contender = contender;
        this.sizes = sizes;
        this.following = followers.start(handled);
    }

    /** The reader is in this process. */
    static Case here(Sizes sizes) {
        return new Case(
                "here",
                (contender, elsewhere) ->
                        new Latency(
                                        contender,
                                        sizes,
                                        handled ->
                                                contender.follow(
                                                        "latency-" + UUID.randomUUID(),
                                                        sizes.batch(),
                                                        new EachEvent(
                                                                event -> {
                                                                    if (event
                                                                            instanceof
                                                                            Opened opened) {
                                                                        handled.put(
                                                                                opened.customer(),
                                                                                now());
                                                                    }
                                                                })))
                                .begun());
    }

    /** The reader is in another process. */
    static Case elsewhere(Sizes sizes) {
        return new Case(
                "elsewhere",
                (contender, elsewhere) ->
                        new Latency(
                                        contender,
                                        sizes,
                                        handled -> elsewhere.follow(sizes.batch(), handled::put))
                                .begun());
    }

    /** Waits until the reader reads. */
    private Latency begun() {
        Instant end = Instant.now().plus(PATIENCE);
        while (handled.isEmpty()) {
            requireInTime(end);
            append();
            LockSupport.parkNanos(FIRST_NANOS);
        }
        return this;
    }

    @Override
    public List<Figure> round() {
        handled.clear();
        int count = (int) (sizes.round().toNanos() * IN_A_SECOND / 1_000_000_000);
        List<String> customers = new ArrayList<>(count);
        List<Long> committed = new ArrayList<>(count);
        Duration cpu = Crew.cpu();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * (1_000_000_000L / IN_A_SECOND);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            customers.add(append());
            committed.add(now());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Instant end = Instant.now().plus(PATIENCE);
        List<Double> millis = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            millis.add(Math.max(0, (await(customers.get(i), end) - committed.get(i)) / 1e6));
        }
        var work = new Crew.Work(count, seconds, Crew.cpu().minus(cpu));
        List<Double> ascending = millis.stream().sorted().toList();
        return List.of(
                new Figure("p50, ms", percentile(ascending, 50), work.cpuOf(count)),
                Figure.of("p99, ms", percentile(ascending, 99)));
    }

    private String append() {
        String name = Crew.newStream();
        contender.append(name, 0, List.of(Goods.opened(name)));
        return name;
    }

    private long await(String customer, Instant end) {
        Long time = handled.get(customer);
        while (time == null) {
            requireInTime(end);
            LockSupport.parkNanos(LOOK_NANOS);
            time = handled.get(customer);
        }
        return time;
    }

    private static void requireInTime(Instant end) {
        if (Instant.now().isAfter(end)) {
            throw new IllegalStateException("An event did not come within " + PATIENCE);
        }
    }

    /** The value that so many percent of all are not above. */
    static double percentile(List<Double> ascending, int percent) {
        int index = (int) Math.ceil(ascending.size() * percent / 100.0) - 1;
        return ascending.get(Math.max(0, index));
    }

    /** Nanoseconds since 1970, as other processes count them. */
    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    @Override
    public void close() {
        following.close();
    }

    /** Starts a reader, who notes when it had each customer's event. */
    private interface Followers {
        Following start(Map<String, Long> handled);
    }
}
