package io.annals.es.jsonb;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.annals.es.spi.EventSerializer;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.junit.jupiter.api.Test;

final class BeanTest {

    @Test
    void the_container_finds_the_serializer_of_its_own_accord() {
        try (SeContainer container = SeContainerInitializer.newInstance().initialize()) {
            EventSerializer found = container.select(EventSerializer.class).get();
            assertInstanceOf(JsonbEventSerializer.class, found);
        }
    }
}
