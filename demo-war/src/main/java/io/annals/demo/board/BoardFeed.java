package io.annals.demo.board;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows the board to everybody who watches it, when he comes and then once a second. The database
 * is not asked while nobody watches.
 */
@ApplicationScoped
class BoardFeed {

    private static final Logger LOG = System.getLogger(BoardFeed.class.getName());
    private static final int MOST_WATCHERS = 100;

    @Resource ManagedScheduledExecutorService scheduler;
    @Inject Boards boards;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private @Nullable Future<?> ticks;

    @PostConstruct
    void start() {
        ticks = scheduler.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        if (ticks != null) {
            ticks.cancel(true);
        }
        watchers.forEach(Watcher::close);
    }

    /** Whether there is room for one more, who is shown the board from now on. */
    boolean add(Watcher watcher) {
        Board board = boards.now();
        synchronized (watchers) { // so that those who come together are counted
            if (watchers.size() >= MOST_WATCHERS) {
                return false;
            }
            watcher.show(board);
            return watchers.add(watcher);
        }
    }

    private void tick() {
        watchers.removeIf(Watcher::isGone);
        if (watchers.isEmpty()) {
            return;
        }
        try {
            Board board = boards.now();
            watchers.forEach(watcher -> watcher.show(board));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The board could not be read. It is tried again in a second", e);
        }
    }
}
