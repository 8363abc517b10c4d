package io.annals.es.consumer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes threads, and ends them. */
final class Threads {

    private static final Logger LOG = System.getLogger(Threads.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Threads() {}

    /** As many threads as there are processors, at most; one without work for a second ends. */
    static ExecutorService pool(String name, ThreadFactory threads) {
        int most = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        most,
                        most,
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work -> {
                            Thread thread = threads.newThread(work);
                            thread.setName(name);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Lets the threads of a pool finish what they are at, and waits for them; interrupts them as
     * {@link #join} does.
     */
    static void end(ExecutorService pool) {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
                if (!pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.log(Level.ERROR, "Threads of {0} do not end and are left behind", pool);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a thread was started and has ended. */
    static boolean isDead(Thread thread) {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** As {@link #join(Collection)}, for one. */
    static void join(Thread thread) {
        join(List.of(thread));
    }

    /**
     * Waits for threads that were told to end. They are interrupted only after some patience with
     * all of them: an interrupt in the middle of file access closes H2's database file. A thread
     * that ignores even that is named in the log.
     */
    static void join(Collection<Thread> threads) {
        try {
            for (Thread thread : alive(threads)) {
                LOG.log(
                        Level.WARNING,
                        "Thread {0} did not end within {1}; interrupting it",
                        thread.getName(),
                        PATIENCE);
                thread.interrupt();
            }
            for (Thread thread : alive(threads)) {
                LOG.log(
                        Level.ERROR,
                        "Thread {0} does not end and is left behind",
                        thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those that are alive still after some time. */
    private static List<Thread> alive(Collection<Thread> threads) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Thread thread : threads) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            thread.join(Math.max(1, left));
        }
        return threads.stream().filter(Thread::isAlive).toList();
    }
}
