package io.annals.es.consumer;

import io.annals.es.spi.CheckpointStore;
import io.annals.es.spi.ConsumerStore;
import io.annals.es.spi.Segment;
import io.annals.es.spi.StoredConsumer;
import java.util.List;
import java.util.OptionalInt;

/** How the versions of a consumer are named: as its family, with a hyphen and a number. */
final class Versions {

    private Versions() {}

    static String name(String family, int version) {
        return family + "-" + version;
    }

    /** The other versions of a consumer's family that are fed by following the journal. */
    static List<StoredConsumer> beside(Consumer consumer, ConsumerStore consumers) {
        return consumers.all().stream()
                .filter(other -> !other.name().equals(consumer.name()))
                .filter(other -> consumer.isVersionBeside(other.name()))
                .filter(other -> !other.retired() && !other.isInline())
                .toList();
    }

    /**
     * Has those who work for the versions beside a consumer begin anew, in the caller's
     * transaction, as there is one more version now: they must know that, see {@link
     * Follower#followTo}.
     */
    static void tellBeside(Consumer consumer, ConsumerStore consumers, CheckpointStore store) {
        for (StoredConsumer other : beside(consumer, consumers)) {
            consumers.change(other);
            Segment.of(other.name(), other.segments())
                    .forEach(segment -> store.resume(segment.name()));
        }
    }

    /** Which version of its family a consumer is; 0 if it has none. */
    static int of(Consumer consumer) {
        return of(consumer.family(), consumer.name()).orElse(0);
    }

    /** Which version of a family a name stands for; empty if it is none. */
    static OptionalInt of(String family, String name) {
        String prefix = family + "-";
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(name.substring(prefix.length())))
                : OptionalInt.empty();
    }
}
