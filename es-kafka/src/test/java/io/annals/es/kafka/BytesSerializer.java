package io.annals.es.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.annals.es.spi.EventSerializer;

/** Writes no JSON: three bytes for whatever event, which it reads as an opened cart of Ada's. */
final class BytesSerializer implements EventSerializer {

    private static final byte[] BYTES = {0, -1, 1};

    @Override
    public String mediaType(Class<?> eventClass) {
        return "application/octet-stream";
    }

    @Override
    public byte[] serialize(Object event) {
        return BYTES.clone();
    }

    @Override
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        assertArrayEquals(BYTES, payload);
        return eventClass.cast(new CartEvent.Opened("Ada"));
    }

    @Override
    public String text(byte[] payload, Class<?> eventClass) {
        return payload.length + " bytes";
    }
}
