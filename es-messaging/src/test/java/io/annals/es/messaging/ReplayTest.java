package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.consumer.ConsumerState;
import io.annals.es.messaging.CartEvent.Opened;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

/** A channel whose consumer was reset. */
class ReplayTest {

    private static final Map<String, String> CHANNELS =
            Map.of(
                    "views.connector", "es-journal",
                    "letters.connector", "es-journal",
                    "letters.outward", "true");

    private final TestJournal journal = new TestJournal();

    @Test
    void delivers_again_what_comes_after_the_reset_unless_the_channel_is_outward() {
        journal.append("cart", new Opened("ada"), new Opened("bob"));
        try (Application application = Application.start(journal, CHANNELS, Seen.class)) {
            Seen seen = application.bean(Seen.class);
            awaitCaughtUp(application);
            application.consumers().reset("views", 0);
            application.consumers().reset("letters", 0);
            awaitCaughtUp(application);
            journal.append("cart", new Opened("eve"));
            awaitCaughtUp(application);
            assertEquals(
                    List.of(
                            new Opened("ada"),
                            new Opened("bob"),
                            new Opened("ada"),
                            new Opened("bob"),
                            new Opened("eve")),
                    seen.views());
            assertEquals(
                    List.of(new Opened("ada"), new Opened("bob"), new Opened("eve")),
                    seen.letters());
        }
    }

    /** What was handled, but not committed yet, would be handled again after a reset. */
    private static void awaitCaughtUp(Application application) {
        Application.await(
                () -> {
                    List<ConsumerState> both = application.consumers().list();
                    return both.size() == 2 && both.stream().allMatch(state -> state.lag() == 0);
                });
    }

    @ApplicationScoped
    static class Seen {

        private final List<CartEvent> views = new CopyOnWriteArrayList<>();
        private final List<CartEvent> letters = new CopyOnWriteArrayList<>();

        @Incoming("views")
        void view(CartEvent event) {
            views.add(event);
        }

        @Incoming("letters")
        void write(CartEvent event) {
            letters.add(event);
        }

        List<CartEvent> views() {
            return views;
        }

        List<CartEvent> letters() {
            return letters;
        }
    }
}
