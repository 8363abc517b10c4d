package io.annals.es.consumer;

import io.annals.es.EventFilter;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * Reads the journal page by page; while one page is being handled, other threads read on, if there
 * is more. So a consumer that catches up need not wait for the storage, nor the storage for it, and
 * holds three pages in memory.
 *
 * <p>Used by one thread.
 */
final class ReadAhead {

    private static final int PAGE = 1_000;
    private static final int PAGES = 2;

    private final JournalStorage storage;
    private final EventFilter filter;
    private final Executor threads;
    private final Deque<CompletableFuture<Page>> ahead = new ArrayDeque<>();
    private long aheadAfter;
    private long aheadUpTo;

    ReadAhead(JournalStorage storage, EventFilter filter, Executor threads) {
        this.storage = storage;
        this.filter = filter;
        this.threads = threads;
    }

    /**
     * The first events after a position.
     *
     * @param upTo events beyond are not read
     * @throws RuntimeException of the storage
     */
    Page after(long position, long upTo) {
        if (aheadAfter != position || aheadUpTo != upTo) {
            forget();
        }
        CompletableFuture<Page> next = ahead.poll();
        if (next != null && next.isCompletedExceptionally()) { // which may be long ago
            forget();
            next = null;
        }
        Page page = next == null ? read(position, upTo) : join(next);
        if (page.more()) {
            aheadAfter = last(page);
            aheadUpTo = upTo;
            while (ahead.size() < PAGES) {
                CompletableFuture<Page> latest = ahead.peekLast();
                ahead.add(
                        (latest == null ? CompletableFuture.completedFuture(page) : latest)
                                .thenApplyAsync(before -> following(before, upTo), threads));
            }
        } else {
            forget();
        }
        return page;
    }

    /** Forgets what was read ahead, and reads no more of it. */
    void forget() {
        ahead.forEach(page -> page.cancel(false));
        ahead.clear();
    }

    private Page following(Page page, long upTo) {
        return page.more() ? read(last(page), upTo) : page;
    }

    private Page read(long position, long upTo) {
        return storage.read(position, upTo, filter, PAGE);
    }

    private static long last(Page page) {
        return page.events().get(page.events().size() - 1).position();
    }

    private Page join(Future<Page> page) {
        try {
            return page.get();
        } catch (InterruptedException e) {
            forget(); // what follows the page that is missing now
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the journal was read", e);
        } catch (ExecutionException e) { // and so have those that follow
            if (e.getCause() instanceof Error fatal) {
                throw fatal;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }
}
