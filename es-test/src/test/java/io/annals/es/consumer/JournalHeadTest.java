package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.Settled;
import io.annals.es.spi.Tracing;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JournalHeadTest {

    private static final int BATCHES = 400;

    private final AtomicReference<JournalHead> woken = new AtomicReference<>();
    private final CountDownLatch questions = new CountDownLatch(3);

    /** Is woken for while it is asked, but not for the last question. */
    private final DelegatingStorage storage =
            new DelegatingStorage(new InMemoryStorage()) {
                @Override
                public Settled settledUpTo() {
                    questions.countDown();
                    if (questions.getCount() > 0) {
                        woken.get().wake();
                    }
                    return super.settledUpTo();
                }
            };

    @Test
    void asks_again_for_what_it_was_woken_for_while_it_asked() throws InterruptedException {
        try (JournalHead head =
                new JournalHead(
                        storage,
                        Thread::new,
                        new Polling(Duration.ofHours(1), Duration.ofHours(1)),
                        Tracing.NONE)) {
            woken.set(head);
            head.start();
            questions.await();
        }
    }

    /** With a pause after each answer this would take 100 s. */
    @Test
    void asks_at_once_for_the_rest_of_what_a_storage_settles_in_batches()
            throws InterruptedException {
        DelegatingStorage batches =
                new DelegatingStorage(new InMemoryStorage()) {
                    private long settled;

                    @Override
                    public Settled settledUpTo() {
                        settled = Math.min(settled + 1, BATCHES);
                        boolean more = settled < BATCHES;
                        return new Settled(settled, more, more);
                    }
                };
        try (JournalHead head =
                new JournalHead(
                        batches,
                        Thread::new,
                        new Polling(Duration.ofMillis(250), Duration.ofMillis(250)),
                        Tracing.NONE)) {
            head.start();
            for (long seen = 0; seen < BATCHES; ) {
                seen = head.awaitBeyond(seen, Duration.ofHours(1), () -> true);
            }
        }
    }

    @Test
    void asks_once_for_what_is_committed_shortly_after_one_another() {
        AtomicInteger asked = new AtomicInteger();
        DelegatingStorage counting =
                new DelegatingStorage(new InMemoryStorage()) {
                    @Override
                    public Settled settledUpTo() {
                        asked.incrementAndGet();
                        return super.settledUpTo();
                    }
                };
        try (JournalHead head =
                new JournalHead(
                        counting,
                        Thread::new,
                        new Polling(Duration.ofHours(1), Duration.ofHours(1)),
                        Tracing.NONE)) {
            long start = System.nanoTime();
            head.start();
            while (asked.get() < 20) {
                head.wake();
            }
            int questions = asked.get(); // before the time, as it may ask on
            long passed = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertTrue(questions <= passed / 2 + 1, () -> questions + " in " + passed + " ms");
        }
    }

    /** An interrupted thread cannot be parked: it would look at the clock again and again. */
    @Test
    void waits_also_after_an_interrupt() {
        AtomicReference<Thread> asking = new AtomicReference<>();
        Polling seldom = new Polling(Duration.ofHours(1), Duration.ofHours(1));
        try (JournalHead head =
                new JournalHead(
                        new InMemoryStorage(),
                        work -> {
                            asking.set(new Thread(work));
                            return asking.get();
                        },
                        seldom,
                        Tracing.NONE)) {
            head.start();
            asking.get().interrupt();
            while (asking.get().isInterrupted() || asking.get().getState() != State.TIMED_WAITING) {
                assertFalse(Thread.interrupted(), "it is never parked"); // by the time-out
                Thread.onSpinWait();
            }
        }
    }
}
