package io.annals.es.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.EventSourcingException;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.aggregate.Versioned;
import io.annals.es.evolution.Upcaster;
import io.annals.es.spi.EventFormats;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.StoredSnapshot;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** How states of one aggregate class become snapshots and back. */
final class StateFormat<A> {

    private final AggregateDefinition<A> aggregate;
    private final EventSerializer serializer;
    private final Supplier<? extends Collection<? extends Upcaster<?>>> upcasters;
    private final Map<String, Class<? extends A>> classes = new HashMap<>();
    private volatile @Nullable String fingerprint;

    /**
     * Makes a format.
     *
     * @param upcasters by which the aggregate's events are read; asked once, when they are needed
     */
    StateFormat(
            AggregateDefinition<A> aggregate,
            EventSerializer serializer,
            Supplier<? extends Collection<? extends Upcaster<?>>> upcasters) {
        this.aggregate = aggregate;
        this.serializer = serializer;
        this.upcasters = upcasters;
        addClasses(aggregate.aggregateClass());
    }

    private void addClasses(Class<? extends A> type) {
        classes.put(type.getName(), type);
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                addClasses(permitted.asSubclass(aggregate.aggregateClass()));
            }
        }
    }

    String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(aggregate, nameOf(serializer), upcasters.get());
            fingerprint = known;
        }
        return known;
    }

    private static String nameOf(EventSerializer serializer) {
        return serializer instanceof EventFormats all
                ? all.toString()
                : serializer.getClass().getName();
    }

    /**
     * Writes a state.
     *
     * @param lastEvent the id of the last event that it is the fold of
     * @param maxBytes what is larger is not read again, as it is not to be stored
     * @throws EventSourcingException if it would not be the same when it is read
     */
    StoredSnapshot write(StreamId stream, Versioned<A> state, UUID lastEvent, int maxBytes) {
        A written = state.state();
        String type = written.getClass().getName();
        if (classes.get(type) != written.getClass()) {
            throw new EventSourcingException(
                    "%s is not among the classes of %s. Expected one of %s"
                            .formatted(type, aggregate.name(), classes.keySet()));
        }
        byte[] payload = serializer.serialize(written);
        long checksum = checksum(stream, state.version(), lastEvent, type, payload);
        StoredSnapshot snapshot =
                new StoredSnapshot(stream, fingerprint(), state.version(), type, checksum, payload);
        if (payload.length > maxBytes) {
            return snapshot;
        }
        A read = read(snapshot, Optional.of(lastEvent));
        Optional<String> difference = Difference.between(written, read);
        if (difference.isPresent() || !written.equals(read)) {
            throw new EventSourcingException(
                    "A state of %s cannot be kept, since it would come back otherwise: %s. See that the serialiser writes all of it and keeps the order of its collections, and that it has equals, as records have"
                            .formatted(
                                    aggregate.name(),
                                    difference.orElse("it is not equal to what was written")));
        }
        if (!Arrays.equals(payload, serializer.serialize(read))) {
            throw new EventSourcingException(
                    "A state of %s cannot be kept: it is equal when it is read back, but is not written as the same bytes again. See that its collections keep their order"
                            .formatted(aggregate.name()));
        }
        return snapshot;
    }

    /**
     * Reads a state.
     *
     * @param lastEvent the id of the stream's event of that version; empty if it has none
     * @throws RuntimeException if that cannot be done
     */
    A read(StoredSnapshot snapshot, Optional<UUID> lastEvent) {
        long checksum =
                checksum(
                        snapshot.stream(),
                        snapshot.version(),
                        lastEvent.orElseThrow(
                                () ->
                                        new EventSourcingException(
                                                "Its stream has no event of that version: events are gone, or the row was changed")),
                        snapshot.type(),
                        snapshot.payload());
        if (checksum != snapshot.checksum()) {
            throw new EventSourcingException(
                    "Its checksum is %d, expected %d: the row was damaged or changed, or the stream's events are others"
                            .formatted(checksum, snapshot.checksum()));
        }
        Class<? extends A> type = classes.get(snapshot.type());
        if (type == null) {
            throw new EventSourcingException(
                    "It is of the class %s, which is not among those of %s"
                            .formatted(snapshot.type(), aggregate.name()));
        }
        return serializer.deserialize(snapshot.payload(), type);
    }

    private static long checksum(
            StreamId stream, long version, UUID lastEvent, String type, byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update("%s %d %s %s ".formatted(stream, version, lastEvent, type).getBytes(UTF_8));
        checksum.update(payload);
        return checksum.getValue();
    }
}
