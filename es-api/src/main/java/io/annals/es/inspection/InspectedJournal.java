package io.annals.es.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.JournalStatus;
import io.annals.es.journal.EventTypes;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.PayloadText;
import io.annals.es.spi.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What operators look at: the storage as it is, and the payloads of its events as people read them.
 * A console injects it; code that handles events has no use for it.
 *
 * <p>Thread-safe.
 */
public final class InspectedJournal {

    private final Supplier<JournalStorage> storage;
    private final EventSerializer serializer;
    private final Supplier<EventTypes> types;
    private final List<PayloadText> texts;
    private final Supplier<Optional<ConsumerEngine>> engine;

    /**
     * Looks at a journal.
     *
     * @param types the event types that the application knows now
     * @param texts who is asked for the payloads of others
     * @param engine what follows the journal on this node, while it does
     */
    public InspectedJournal(
            Supplier<JournalStorage> storage,
            EventSerializer serializer,
            Supplier<EventTypes> types,
            List<PayloadText> texts,
            Supplier<Optional<ConsumerEngine>> engine) {
        this.storage = storage;
        this.serializer = serializer;
        this.types = types;
        this.texts = List.copyOf(texts);
        this.engine = engine;
    }

    /** The storage, to read from. */
    public JournalStorage storage() {
        return storage.get();
    }

    /**
     * How this node is doing, without asking the database; empty before the application has started
     * and while it stops.
     */
    public Optional<JournalStatus> status() {
        return engine.get().map(ConsumerEngine::journalStatus);
    }

    /** How consumers, or segments of them, are doing on this node. */
    public List<ConsumerStatus> consumers() {
        return engine.get().map(ConsumerEngine::status).orElse(List.of());
    }

    /**
     * The payload of an event as people read it: as its serialiser shows it or, where there is no
     * class of the type, as a {@link PayloadText} does, and else as the text that it is. Empty if
     * it is none.
     */
    public Optional<String> text(StoredEvent event) {
        try {
            Optional<Class<?>> known = types.get().classOf(event.type());
            return Optional.of(
                    known.isPresent()
                            ? serializer.text(event.payload(), known.get())
                            : textWithoutClass(event));
        } catch (CharacterCodingException
                | RuntimeException noText) { // says nothing of the payload
            return Optional.empty();
        }
    }

    private String textWithoutClass(StoredEvent event) throws CharacterCodingException {
        for (PayloadText each : texts) {
            Optional<String> text = each.text(event.type(), event.payload());
            if (text.isPresent()) {
                return text.get();
            }
        }
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(event.payload())).toString();
    }
}
