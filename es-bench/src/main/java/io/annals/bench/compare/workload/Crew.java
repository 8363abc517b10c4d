package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.shop.Goods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Threads that work at the same time. */
final class Crew {

    private static final int FILLERS = 4;
    private static final Duration ENDLESS = Duration.ofDays(1);

    private Crew() {}

    /** Does one thing after the other, on so many threads, for a time or until nothing is left. */
    static Work during(Duration time, int threads, Worker worker) {
        Duration cpuBefore = cpu();
        long start = System.nanoTime();
        List<CompletableFuture<Long>> running =
                IntStream.range(0, threads)
                        .mapToObj(
                                number ->
                                        CompletableFuture.supplyAsync(
                                                () -> work(start, time, number, worker),
                                                command -> new Thread(command).start()))
                        .toList();
        long done = running.stream().mapToLong(CompletableFuture::join).sum();
        return new Work(done, (System.nanoTime() - start) / 1e9, cpu().minus(cpuBefore));
    }

    private static long work(long start, Duration time, int number, Worker worker) {
        long done = 0;
        while (System.nanoTime() - start < time.toNanos() && worker.next(number)) {
            done++;
        }
        return done;
    }

    /** Stores new carts of a size; tells their names. */
    static List<String> carts(Contender contender, int count, int events) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(newStream());
        }
        AtomicInteger next = new AtomicInteger();
        during(
                ENDLESS,
                FILLERS,
                thread -> {
                    int index = next.getAndIncrement();
                    if (index < count) {
                        contender.append(names.get(index), 0, Goods.cart("filled", events));
                    }
                    return index < count;
                });
        contender.rest();
        return names;
    }

    /** The name of a cart that nobody has. */
    static String newStream() {
        return UUID.randomUUID().toString();
    }

    /** Of this process since it began. */
    static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Does one thing; false if there is nothing left to do. */
    interface Worker {
        boolean next(int thread);
    }

    /** How much was done in how many seconds. */
    record Work(long done, double seconds, Duration cpu) {

        double rate() {
            return done / seconds;
        }

        Figure rate(String metric) {
            return new Figure(metric, rate(), cpuOf(done));
        }

        /** CPU for each of so many operations; the clock ticks every 10 ms. */
        OptionalDouble cpuOf(double operations) {
            return operations == 0 || cpu.isZero()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(cpu.toNanos() / 1e3 / operations);
        }
    }
}
