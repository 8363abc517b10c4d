package io.annals.demo.traffic;

import io.annals.demo.cart.Cart;
import io.annals.es.aggregate.AggregateRepository;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Has shoppers come, at a rate, for a time. They come on this node, and there is one traffic at a
 * time: another order takes the place of the one before.
 */
@ApplicationScoped
class Traffic {

    private static final Logger LOG = System.getLogger(Traffic.class.getName());

    /** So many are in the shop at once. */
    private static final int SHOPPERS = 20;

    @Resource ManagedScheduledExecutorService scheduler;
    @Inject AggregateRepository<Cart> carts;

    private @Nullable Run run;

    synchronized void start(TrafficOrder order) {
        stop();
        run = new Run(order);
    }

    @PreDestroy
    synchronized void stop() {
        if (run != null) {
            run.end();
        }
    }

    synchronized TrafficReport report() {
        return run == null ? new TrafficReport(false, 0, 0, 0) : run.report();
    }

    /** One order while it is carried out; its steps never overlap. */
    private final class Run {

        private final TrafficOrder order;
        private final long end;
        private final Random random = new Random();
        private final List<Shopper> shoppers = new ArrayList<>();
        private final Future<?> steps;
        private final AtomicLong commands = new AtomicLong();

        Run(TrafficOrder order) {
            this.order = order;
            this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(order.seconds());
            long period = TimeUnit.SECONDS.toNanos(1) / order.rate();
            this.steps = scheduler.scheduleAtFixedRate(this::step, 0, period, TimeUnit.NANOSECONDS);
        }

        private void step() {
            if (left() == 0) {
                end();
                return;
            }
            if (shoppers.size() < SHOPPERS) {
                shoppers.add(new Shopper(random, carts));
            }
            int next = random.nextInt(shoppers.size());
            try {
                if (!shoppers.get(next).goesOn()) {
                    shoppers.remove(next);
                }
                commands.incrementAndGet();
            } catch (RuntimeException e) {
                shoppers.remove(next);
                LOG.log(Level.WARNING, "A shopper could not go on, and left", e);
            }
        }

        void end() {
            steps.cancel(false);
        }

        private long left() {
            return Math.max(0, end - System.nanoTime());
        }

        TrafficReport report() {
            boolean running = !steps.isDone();
            long seconds = running ? TimeUnit.NANOSECONDS.toSeconds(left()) : 0;
            return new TrafficReport(running, order.rate(), commands.get(), seconds);
        }
    }
}
