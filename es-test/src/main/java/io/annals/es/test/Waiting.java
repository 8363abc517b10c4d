package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for conditions and other threads; the limits only keep a broken storage from blocking the
 * suite for ever.
 */
final class Waiting {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BRIEFLY_MILLIS = 500;
    private static final long THREAD_LIMIT_SECONDS = 60;

    private Waiting() {}

    /** Asks again until it is so. */
    static void until(Duration patience, Supplier<String> otherwise, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail(otherwise);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Lets another thread's work end if it can, which may be held up by what comes next. */
    static void briefly(Future<?> work) {
        try {
            work.get(BRIEFLY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // whoever asks for the result gets to know
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for another thread", e);
        }
    }

    /** The result of another thread's work, or the exception that it ended with. */
    static <T> T resultOf(Future<T> work) {
        try {
            return work.get(THREAD_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new AssertionError("Another thread failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "Another thread still hangs after %d s".formatted(THREAD_LIMIT_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for another thread", e);
        }
    }

    /**
     * Starts all works at the same moment, each on a thread of its own, and waits for their
     * results.
     */
    static <T> List<T> together(List<Supplier<T>> works) {
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            CyclicBarrier start = new CyclicBarrier(works.size());
            List<Future<T>> running = new ArrayList<>();
            for (Supplier<T> work : works) {
                running.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return work.get();
                                }));
            }
            return running.stream().map(Waiting::resultOf).toList();
        } finally {
            threads.shutdownNow();
        }
    }
}
