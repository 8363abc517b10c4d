package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.Page;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A storage that changes each append before it is stored; its subclasses say how. */
class ChangedAppends extends DelegatingStorage {
    private final UnaryOperator<StreamAppend> change;

    ChangedAppends(InMemoryStorage sound, UnaryOperator<StreamAppend> change) {
        super(sound);
        this.change = change;
    }

    @Override
    public List<Receipt> append(List<StreamAppend> appends) {
        return sound.append(appends.stream().map(change).toList());
    }

    static StreamAppend withEvents(StreamAppend append, List<NewEvent> events) {
        return new StreamAppend(
                append.stream(),
                append.expected(),
                events,
                append.metadata(),
                append.mayBeRepeat());
    }

    static StreamAppend expecting(StreamAppend append, ExpectedVersion expected) {
        return new StreamAppend(
                append.stream(),
                expected,
                append.events(),
                append.metadata(),
                append.mayBeRepeat());
    }

    /** Loses the last of several events. */
    static final class DropsAnEvent extends ChangedAppends {
        DropsAnEvent(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            append.events().size() == 1
                                    ? append
                                    : withEvents(
                                            append,
                                            append.events()
                                                    .subList(0, append.events().size() - 1)));
        }
    }

    static final class IgnoresTheExpectedVersion extends ChangedAppends {
        IgnoresTheExpectedVersion(InMemoryStorage sound) {
            super(sound, append -> expecting(append, ExpectedVersion.any()));
        }
    }

    /**
     * Notices a stream that is longer than expected, by the duplicate version, but not a shorter
     * one.
     */
    static final class AcceptsShorterStreams extends ChangedAppends {
        AcceptsShorterStreams(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            isShorter(sound, append)
                                    ? expecting(append, ExpectedVersion.any())
                                    : append);
        }

        private static boolean isShorter(InMemoryStorage sound, StreamAppend append) {
            return append.expected() instanceof ExpectedVersion.Exactly exactly
                    && sound.readStream(append.stream(), 0, Integer.MAX_VALUE).events().size()
                            < exactly.version();
        }
    }

    /** Writes the events of an append in another order, as an identity map does. */
    static final class ReordersAnAppend extends ChangedAppends {
        ReordersAnAppend(InMemoryStorage sound) {
            super(
                    sound,
                    append -> {
                        List<NewEvent> events = new ArrayList<>(append.events());
                        Collections.reverse(events);
                        return withEvents(append, events);
                    });
        }
    }

    static final class KeepsPayloadsAsText extends ChangedAppends {
        KeepsPayloadsAsText(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            withEvents(
                                    append,
                                    append.events().stream()
                                            .map(KeepsPayloadsAsText::text)
                                            .toList()));
        }

        private static NewEvent text(NewEvent event) {
            byte[] payload = new String(event.payload(), UTF_8).getBytes(UTF_8);
            return new NewEvent(event.eventId(), event.type(), event.revision(), payload);
        }
    }

    static final class ForgetsMetadata extends ChangedAppends {
        ForgetsMetadata(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            new StreamAppend(
                                    append.stream(),
                                    append.expected(),
                                    append.events(),
                                    Metadata.empty(),
                                    append.mayBeRepeat()));
        }
    }

    /** Takes ids for the same that differ in case only, as some collations do. */
    static final class FoldsCase extends ChangedAppends {
        FoldsCase(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            new StreamAppend(
                                    folded(append.stream()),
                                    append.expected(),
                                    append.events(),
                                    append.metadata(),
                                    append.mayBeRepeat()));
        }

        @Override
        public Page readStream(StreamId stream, long afterVersion, int limit) {
            return sound.readStream(folded(stream), afterVersion, limit);
        }

        private static StreamId folded(StreamId stream) {
            return new StreamId(stream.category(), stream.id().toLowerCase(Locale.ROOT));
        }
    }

    /** Gives every event an id of its own, so that a repeat is stored again. */
    static final class ForgetsEventIds extends ChangedAppends {
        ForgetsEventIds(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            withEvents(
                                    append,
                                    append.events().stream()
                                            .map(event -> withId(event, UUID.randomUUID()))
                                            .toList()));
        }

        private static NewEvent withId(NewEvent event, UUID id) {
            return new NewEvent(id, event.type(), event.revision(), event.payload());
        }
    }

    /** Refuses ids that are stored, and never looks what they are the ids of. */
    static final class LooksForNoRepeat extends ChangedAppends {
        LooksForNoRepeat(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            new StreamAppend(
                                    append.stream(),
                                    append.expected(),
                                    append.events(),
                                    append.metadata()));
        }
    }

    /** Goes by the ids alone, and takes other content for a repeat. */
    static final class ComparesIdsOnly extends ChangedAppends {
        ComparesIdsOnly(InMemoryStorage sound) {
            super(
                    sound,
                    append ->
                            withEvents(
                                    append,
                                    append.events().stream()
                                            .map(event -> asStored(sound, append.stream(), event))
                                            .toList()));
        }

        private static NewEvent asStored(InMemoryStorage sound, StreamId stream, NewEvent event) {
            return sound.readStream(stream, 0, Integer.MAX_VALUE).events().stream()
                    .filter(stored -> stored.eventId().equals(event.eventId()))
                    .map(
                            stored ->
                                    new NewEvent(
                                            stored.eventId(),
                                            stored.type(),
                                            stored.revision(),
                                            stored.payload()))
                    .findFirst()
                    .orElse(event);
        }
    }
}
