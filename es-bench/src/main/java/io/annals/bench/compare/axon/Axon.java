package io.annals.bench.compare.axon;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.annals.bench.compare.contender.Conflict;
import io.annals.bench.compare.contender.Conflicts;
import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Following;
import io.annals.bench.compare.contender.Reader;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.shop.Cart;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;

/** Axon's embedded event store, its repository of aggregates and its tracking processor. */
public final class Axon implements Contender {

    static final int READ_AT_ONCE = 500;

    private final Site site;
    private final Base base;
    private final Serializer serializer;
    private final EmbeddedEventStore store;
    private final EventSourcingRepository<AxonCart> carts;

    private Axon(Site site, BiFunction<Site, Serializer, Base> base) {
        this.site = site;
        this.serializer = JacksonSerializer.builder().objectMapper(new ObjectMapper()).build();
        this.base = base.apply(site, serializer);
        this.store = EmbeddedEventStore.builder().storageEngine(this.base.engine()).build();
        this.carts = EventSourcingRepository.builder(AxonCart.class).eventStore(store).build();
    }

    /** Over Axon's own JDBC; makes the tables if they are missing. */
    public static Axon overJdbc(Site site) {
        return new Axon(site, OverJdbc::new);
    }

    /** Over Axon's entities in Hibernate; makes the tables if they are missing. */
    public static Axon overJpa(Site site) {
        return new Axon(site, OverJpa::new);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "storage",
                base.name() + "; EmbeddedEventStore",
                "json",
                "JacksonSerializer",
                "pool",
                "Agroal, %d connections".formatted(site.pool()),
                "commands",
                "EventSourcingRepository, in a unit of work with a transaction",
                "reads",
                "%d events at once".formatted(READ_AT_ONCE),
                "consumers",
                "TrackingEventProcessor, which hears of commits sooner than the pooled one; 1 segment, annotated handlers, a token for each batch",
                "wake-up",
                "in process, after commit; fetch delay 1,000 ms as it comes");
    }

    @Override
    public void append(String stream, long version, List<? extends CartEvent> events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>(events.size());
        for (CartEvent event : events) {
            // Axon counts from 0.
            messages.add(
                    new GenericDomainEventMessage<>(
                            AxonCart.TYPE, stream, version + messages.size(), event));
        }
        inUnitOfWork(
                stream,
                () -> {
                    store.publish(messages);
                    return true;
                });
    }

    @Override
    public void add(String stream, ItemAdded item) {
        inUnitOfWork(
                item,
                () -> {
                    carts.load(stream).execute(cart -> cart.add(item));
                    return true;
                });
    }

    @Override
    public Cart load(String stream) {
        return inUnitOfWork(stream, () -> carts.load(stream).invoke(AxonCart::state));
    }

    private <T> T inUnitOfWork(Object command, Callable<T> work) {
        DefaultUnitOfWork<GenericMessage<Object>> unit =
                DefaultUnitOfWork.startAndGet(new GenericMessage<>(command));
        unit.attachTransaction(base.transactions());
        ResultMessage<T> result = unit.executeWithResult(work);
        if (result.isExceptional()) {
            Throwable failure = result.exceptionResult();
            throw failure instanceof ConcurrencyException || Conflicts.isOne(failure)
                    ? new Conflict(failure)
                    : new IllegalStateException(failure);
        }
        return result.getPayload();
    }

    @Override
    public Following follow(String name, int batch, Reader reader) {
        TrackingEventProcessor processor =
                TrackingEventProcessor.builder()
                        .name(name)
                        .eventHandlerInvoker(
                                SimpleEventHandlerInvoker.builder()
                                        .eventHandlers(new AxonView(reader))
                                        .build())
                        .errorHandler(PropagatingErrorHandler.INSTANCE)
                        .messageSource(store)
                        .tokenStore(base.tokens())
                        .transactionManager(base.transactions())
                        .trackingEventProcessorConfiguration(
                                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                                        .andInitialTrackingToken(
                                                StreamableMessageSource::createTailToken)
                                        .andBatchSize(batch))
                        .build();
        processor.start();
        return processor::shutDown;
    }

    @Override
    public void close() {
        store.shutDown();
        base.close();
    }
}
