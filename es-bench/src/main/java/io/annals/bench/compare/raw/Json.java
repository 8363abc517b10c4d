package io.annals.bench.compare.raw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.compare.shop.CartEvent.CheckedOut;
import io.annals.bench.compare.shop.CartEvent.ItemAdded;
import io.annals.bench.compare.shop.CartEvent.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Events as JSON by Jackson, each with a name for its type. */
public final class Json {

    private static final String OPENED = "cart-opened";
    private static final String ADDED = "item-added";
    private static final String CHECKED_OUT = "checked-out";

    private final ObjectWriter writer;
    private final ObjectReader opened;
    private final ObjectReader added;
    private final ObjectReader checkedOut;

    /** Prepares readers and writers. */
    public Json() {
        ObjectMapper mapper = new ObjectMapper();
        this.writer = mapper.writer();
        this.opened = mapper.readerFor(Opened.class);
        this.added = mapper.readerFor(ItemAdded.class);
        this.checkedOut = mapper.readerFor(CheckedOut.class);
    }

    /** The name of an event's type. */
    public String type(CartEvent event) {
        if (event instanceof ItemAdded) {
            return ADDED;
        }
        return event instanceof Opened ? OPENED : CHECKED_OUT;
    }

    /** An event's fields. */
    public byte[] write(CartEvent event) {
        try {
            return writer.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event of a type with these fields. */
    public CartEvent read(String type, byte[] payload) {
        try {
            return switch (type) {
                case ADDED -> added.readValue(payload, ItemAdded.class);
                case OPENED -> opened.readValue(payload, Opened.class);
                case CHECKED_OUT -> checkedOut.readValue(payload, CheckedOut.class);
                default -> throw new IllegalStateException("No type of event: " + type);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
