package io.annals.es.cdi.deployment;

import io.annals.es.spi.EventSerializer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A serialiser of the application's own, which replaces the default. */
@ApplicationScoped
@Alternative
@Priority(1)
public class OwnSerializer implements EventSerializer {

    private final Jsonb jsonb = JsonbBuilder.create();
    private final AtomicInteger serialized = new AtomicInteger();

    @Override
    public String mediaType(Class<?> eventClass) {
        return "application/json";
    }

    @Override
    public byte[] serialize(Object event) {
        serialized.incrementAndGet();
        return jsonb.toJson(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <E> E deserialize(byte[] payload, Class<E> eventClass) {
        return jsonb.fromJson(new String(payload, StandardCharsets.UTF_8), eventClass);
    }

    @Override
    public String text(byte[] payload, Class<?> eventClass) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** How many events it has written. */
    public int serialized() {
        return serialized.get();
    }
}
