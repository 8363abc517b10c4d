package io.annals.bench.compare.pekko;

import io.annals.bench.compare.contender.Conflict;
import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.contender.Readers;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.pekko.Order.Add;
import io.annals.bench.compare.pekko.Order.Answer;
import io.annals.bench.compare.pekko.Order.Append;
import io.annals.bench.compare.pekko.Order.Load;
import io.annals.bench.compare.pekko.Order.Stop;
import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/** Actors that are asked, and a query by tag for readers. */
public final class Pekko implements Contender {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IN_MEMORY = 20_000;
    private static final long LOOK_NANOS = 20_000;
    private static final AtomicLong NAMES = new AtomicLong();

    private final Site site;
    private final Offsets offsets;
    private final ActorSystem<Void> system;
    private final JdbcReadJournal journal;
    private final Map<String, ActorRef<Order>> carts = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();

    /** Makes the tables if they are missing, and starts an actor system. */
    public Pekko(Site site) {
        this.site = site;
        this.offsets = new Offsets(site);
        this.system = ActorSystem.create(Behaviors.empty(), "compare", Settings.of(site));
        this.journal =
                PersistenceQuery.get(system)
                        .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "storage",
                "pekko-persistence-jdbc, schema as shipped, one Slick database for journal and query",
                "json",
                "jackson-json of pekko-serialization-jackson",
                "pool",
                "HikariCP, %d connections; %1$d more at most for offsets".formatted(site.pool()),
                "commands",
                "EventSourcedBehavior, asked; carts stay in memory, up to %,d between rounds, and are not there where a workload says so"
                        .formatted(IN_MEMORY),
                "reads",
                "replayBatchSize and max-buffer-size %,d".formatted(Settings.REPLAY),
                "consumers",
                "eventsByTag, offset saved for each batch",
                "wake-up",
                "none; refresh-interval and query-delay %s instead of 1 s"
                        .formatted(Settings.REFRESH));
    }

    @Override
    public void append(String stream, long version, List<? extends CartEvent> events) {
        Answer answer = ask(stream, replyTo -> new Append(version, List.copyOf(events), replyTo));
        if (!answer.done()) {
            throw new Conflict(new IllegalStateException("Another version"));
        }
    }

    @Override
    public void add(String stream, ItemAdded item) {
        ask(stream, replyTo -> new Add(item, replyTo));
    }

    @Override
    public Cart load(String stream) {
        return Objects.requireNonNull(ask(stream, Load::new).cart());
    }

    private Answer ask(String stream, Function<ActorRef<Answer>, Order> order) {
        ActorRef<Order> cart = carts.computeIfAbsent(stream, this::start);
        CompletionStage<Answer> answer =
                AskPattern.ask(cart, order::apply, PATIENCE, system.scheduler());
        return answer.toCompletableFuture().join();
    }

    private ActorRef<Order> start(String stream) {
        running.incrementAndGet();
        return system.systemActorOf(
                PekkoCart.of(stream, running::decrementAndGet),
                "cart-" + NAMES.incrementAndGet(),
                Props.empty());
    }

    @Override
    public void forget() {
        carts.values().forEach(cart -> cart.tell(new Stop()));
        carts.clear();
        while (running.get() > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void rest() {
        if (carts.size() > IN_MEMORY) {
            forget();
        }
    }

    @Override
    public Following follow(String name, int batch, Reader reader) {
        offsets.begin(name);
        Pair<UniqueKillSwitch, CompletionStage<Done>> stream =
                journal.eventsByTag(PekkoCart.TAG, Offset.sequence(0))
                        .viaMat(KillSwitches.single(), Keep.right())
                        .batch(batch, Pekko::first, Pekko::more)
                        .map(events -> handle(name, events, reader))
                        .withAttributes(
                                ActorAttributes.dispatcher(
                                        "pekko.actor.default-blocking-io-dispatcher"))
                        .toMat(Sink.ignore(), Keep.both())
                        .run(system);
        CompletableFuture<Done> ended = stream.second().toCompletableFuture();
        return () -> {
            stream.first().shutdown();
            ended.join();
        };
    }

    private static List<EventEnvelope> first(EventEnvelope event) {
        List<EventEnvelope> events = new ArrayList<>();
        events.add(event);
        return events;
    }

    private static List<EventEnvelope> more(List<EventEnvelope> events, EventEnvelope event) {
        events.add(event);
        return events;
    }

    private int handle(String name, List<EventEnvelope> events, Reader reader) {
        long position = 0;
        for (EventEnvelope envelope : events) {
            Readers.give((CartEvent) envelope.event(), reader);
            position = ((Sequence) envelope.offset()).value();
        }
        offsets.advance(name, position);
        return events.size();
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        offsets.close();
    }
}
