package io.annals.es.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventSerializer;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class BeanTest {

    @Test
    void jackson_is_taken_where_json_b_is_there_as_well() {
        try (SeContainer container = SeContainerInitializer.newInstance().initialize()) {
            assertEquals(
                    Set.of(JacksonEventSerializer.class, JsonbEventSerializer.class),
                    container
                            .getBeanManager()
                            .getBeans(EventSerializer.class, Any.Literal.INSTANCE)
                            .stream()
                            .map(bean -> bean.getBeanClass())
                            .collect(Collectors.toSet()));
            assertInstanceOf(
                    JacksonEventSerializer.class, container.select(EventSerializer.class).get());
        }
    }
}
