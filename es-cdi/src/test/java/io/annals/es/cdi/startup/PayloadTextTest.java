package io.annals.es.cdi.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.inspection.InspectedJournal;
import io.annals.es.spi.PayloadText;
import io.annals.es.spi.StoredEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PayloadTextTest {

    @Dependent
    static class Operator {
        @Inject InspectedJournal journal;

        Optional<String> reads(String type, int... payload) {
            byte[] bytes = new byte[payload.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) payload[i];
            }
            return journal.text(
                    new StoredEvent(
                            new StreamId("old", "1"),
                            1,
                            1,
                            UUID.randomUUID(),
                            type,
                            1,
                            Instant.EPOCH,
                            Metadata.empty(),
                            bytes));
        }
    }

    @ApplicationScoped
    static class Numbers implements PayloadText {
        @Override
        public Optional<String> text(String type, byte[] payload) {
            return type.equals("counted") ? Optional.of("" + payload[0]) : Optional.empty();
        }
    }

    @Test
    void a_bean_shows_payloads_of_types_that_have_no_class() {
        try (Deployment shop = Deployment.ofShop(Map.of(), Operator.class, Numbers.class)) {
            Operator operator = shop.get(Operator.class);
            assertEquals(Optional.of("-1"), operator.reads("counted", 255));
            assertEquals(Optional.empty(), operator.reads("counted"));
            assertEquals(Optional.empty(), operator.reads("unknown", 255));
            assertEquals(Optional.of("A"), operator.reads("unknown", 'A'));
        }
    }

    @Test
    void without_such_beans_they_are_shown_as_the_text_that_they_are() {
        try (Deployment shop = Deployment.ofShop(Map.of(), Operator.class)) {
            Operator operator = shop.get(Operator.class);
            assertEquals(Optional.empty(), operator.reads("counted", 255));
            assertEquals(Optional.of("A"), operator.reads("counted", 'A'));
        }
    }
}
