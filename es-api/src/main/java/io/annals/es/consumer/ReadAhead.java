package io.annals.es.consumer;

import io.annals.es.EventFilter;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal page by page; while one page is being handled, another thread reads the next,
 * if there is more. So a consumer that catches up need not wait for the storage, and holds two
 * pages in memory.
 *
 * <p>Used by one thread.
 */
final class ReadAhead {

    private static final int PAGE = 1_000;

    private final JournalStorage storage;
    private final EventFilter filter;
    private final Executor threads;
    private @Nullable Next next;

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
        Next read = next;
        next = null;
        Page page =
                read != null && read.after == position && read.upTo == upTo
                        ? join(read.page)
                        : read(position, upTo);
        if (page.more()) {
            long last = page.events().get(page.events().size() - 1).position();
            next =
                    new Next(
                            last,
                            upTo,
                            CompletableFuture.supplyAsync(() -> read(last, upTo), threads));
        }
        return page;
    }

    /** Forgets what was read ahead. */
    void forget() {
        next = null;
    }

    private Page read(long position, long upTo) {
        return storage.read(position, upTo, filter, PAGE);
    }

    private static Page join(Future<Page> page) {
        try {
            return page.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the journal was read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error fatal) {
                throw fatal;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    /** A page that is being read, or was. */
    private record Next(long after, long upTo, Future<Page> page) {}
}
