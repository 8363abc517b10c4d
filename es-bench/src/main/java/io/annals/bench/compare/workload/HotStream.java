package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Conflict;
import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.shop.Goods;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * W8: 8 writers send commands to one cart, and try again at once when another was faster.
 *
 * <p>After 100 commands all of them go to a new cart, so that loading does not get slower and
 * slower.
 */
final class HotStream implements Trial {

    private static final int WRITERS = 8;
    private static final int COMMANDS = 100;

    private final Contender contender;
    private final Sizes sizes;
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile String cart;

    private HotStream(Contender contender, Sizes sizes) {
        this.contender = contender;
        this.sizes = sizes;
        this.cart = open();
    }

    static Case of(Sizes sizes) {
        return new Case("one stream", (contender, elsewhere) -> new HotStream(contender, sizes));
    }

    @Override
    public List<Figure> round() {
        return List.of(
                Crew.during(sizes.round(), WRITERS, writer -> command())
                        .rate(Metrics.threads(WRITERS, "accepted commands/s")));
    }

    private boolean command() {
        while (true) {
            try {
                contender.add(cart, Goods.item());
                if (accepted.incrementAndGet() % COMMANDS == 0) {
                    cart = open();
                }
                return true;
            } catch (Conflict e) {
                Thread.onSpinWait(); // and try again
            }
        }
    }

    private String open() {
        String name = Crew.newStream();
        contender.append(name, 0, List.of(Goods.opened(name)));
        return name;
    }
}
