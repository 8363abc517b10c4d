package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.messaging.CartEvent.ItemAdded;
import io.annals.es.messaging.CartEvent.Opened;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

class ChannelTest {

    private static final Map<String, String> ALL = Map.of("all.connector", "es-journal");

    private final TestJournal journal = new TestJournal();

    @Test
    void resumes_after_the_last_event_that_was_handled() {
        journal.append("cart", new Opened("ada"));
        try (Application application = Application.start(journal, ALL, Reader.class)) {
            Application.await(() -> application.bean(Reader.class).seen().size() == 1);
        }
        journal.append("cart", new ItemAdded("a", 1));
        try (Application application = Application.start(journal, ALL, Reader.class)) {
            Application.await(() -> !application.bean(Reader.class).seen().isEmpty());
            assertEquals(
                    List.of("cart/1 version 2 (item-added)"),
                    application.bean(Reader.class).seen());
        }
    }

    @Test
    void keeps_its_checkpoint_under_the_name_of_its_consumer() {
        journal.append("cart", new Opened("ada"));
        Map<String, String> named = Map.of("all.connector", "es-journal", "all.consumer", "kpi");
        try (Application application = Application.start(journal, named, Reader.class)) {
            Application.await(() -> application.bean(Reader.class).seen().size() == 1);
        }
        assertTrue(journal.checkpoint("kpi") > 0);
        assertEquals(0, journal.checkpoint("all"));
    }

    @Test
    void leaves_out_other_categories_and_types() {
        journal.append("order", new Opened("ada"), new ItemAdded("a", 1));
        journal.append("cart", new Opened("bob"), new ItemAdded("b", 1));
        journal.append("basket", new ItemAdded("c", 1));
        Map<String, String> filtered =
                Map.of(
                        "all.connector", "es-journal",
                        "all.categories", "cart, basket",
                        "all.types", "item-added");
        try (Application application = Application.start(journal, filtered, Reader.class)) {
            Application.await(() -> application.bean(Reader.class).seen().size() >= 2);
            assertEquals(
                    List.of("cart/1 version 2 (item-added)", "basket/1 version 1 (item-added)"),
                    application.bean(Reader.class).seen());
        }
    }

    @Test
    void stops_at_an_event_that_its_method_does_not_take_and_names_both() {
        journal.append("cart", new Opened("ada"), new ItemAdded("a", 1));
        Map<String, String> wide =
                Map.of("all.connector", "es-journal", "all.types", "cart-opened,item-added");
        try (Application application = Application.start(journal, wide, Narrow.class)) {
            String message = application.failureOf("all").getMessage();
            assertTrue(message.contains("cart/1 version 2 (item-added)"), message);
            assertTrue(message.contains("Narrow.on"), message);
            assertTrue(message.contains(Opened.class.getName()), message);
        }
    }

    @Test
    void leaves_out_event_types_that_its_method_does_not_take() {
        journal.append("cart", new Opened("ada"), new ItemAdded("a", 1), new Opened("bob"));
        try (Application application = Application.start(journal, ALL, Narrow.class)) {
            Application.await(() -> application.bean(Narrow.class).seen().size() == 2);
            assertEquals(
                    List.of(new Opened("ada"), new Opened("bob")),
                    application.bean(Narrow.class).seen());
        }
    }

    @Test
    void stops_at_an_event_of_a_type_that_nobody_knows() {
        journal.append("cart", new Opened("ada"));
        journal.appendUnknown("cart", "cart-exploded");
        journal.append("cart", new Opened("bob"));
        try (Application application = Application.start(journal, ALL, Narrow.class)) {
            String message = application.failureOf("all").getMessage();
            assertTrue(message.contains("cart/1 version 2 of type 'cart-exploded'"), message);
            assertEquals(List.of(new Opened("ada")), application.bean(Narrow.class).seen());
        }
    }

    @Test
    void serves_a_method_that_its_bean_inherits() {
        journal.append("cart", new Opened("ada"));
        try (Application application = Application.start(journal, ALL, Inheriting.class)) {
            Application.await(() -> application.bean(Inheriting.class).seen().size() == 1);
        }
    }

    @Test
    void says_at_the_start_what_each_channel_does_and_why() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Channel.class.getName());
        Handler handler = new Recording(logged);
        logger.addHandler(handler);
        try (Application application =
                Application.start(
                        journal,
                        Map.of("all.connector", "es-journal", "all.types", "item-added"),
                        Reader.class)) {
            assertEquals(
                    List.of(
                            "Channel 'all' follows the journal as consumer 'all': events [item-added] of all categories, to Reader.on exactly once, because it is a plain void method and runs in the transaction of its checkpoint"),
                    logged);
            assertEquals(0, application.status("all").position());
        } finally {
            logger.removeHandler(handler);
        }
    }

    @ApplicationScoped
    static class Reader {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("all")
        void on(EventEnvelope<?> event) {
            seen.add(event.toString());
        }

        List<String> seen() {
            return seen;
        }
    }

    @ApplicationScoped
    static class Inheriting extends Base {}

    abstract static class Base {

        private final List<Object> seen = new CopyOnWriteArrayList<>();

        @Incoming("all")
        public void on(CartEvent event) {
            seen.add(event);
        }

        List<Object> seen() {
            return seen;
        }
    }

    @ApplicationScoped
    static class Narrow {

        private final List<Opened> seen = new CopyOnWriteArrayList<>();

        @Incoming("all")
        void on(Opened event) {
            seen.add(event);
        }

        List<Opened> seen() {
            return seen;
        }
    }

    private static final class Recording extends Handler {

        private final List<String> messages;

        Recording(List<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord logged) {
            messages.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
