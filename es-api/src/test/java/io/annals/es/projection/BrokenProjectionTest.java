package io.annals.es.projection;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventEnvelope;
import io.annals.es.EventType;
import io.annals.es.Metadata;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenProjectionTest {

    sealed interface Sweet {}

    sealed interface Round {}

    @EventType("cake-baked")
    record Cake() implements Sweet, Round {}

    @EventType("candy-made")
    record Candy() implements Sweet {}

    @EventType("cake-baked")
    record CakeAgain() {}

    interface Open {}

    sealed interface Untyped {}

    record NoType() implements Untyped {}

    @Projection(name = "a")
    static class NoHandler {
        void on(Cake event) {}
    }

    @Projection(name = "a b")
    static class BadName {
        @EventHandler
        void on(Cake event) {}
    }

    @Projection(name = "a", version = 0)
    static class BadVersion {
        @EventHandler
        void on(Cake event) {}
    }

    @Projection(
            name = "a",
            categories = {"fine", "not/fine"})
    static class BadCategory {
        @EventHandler
        void on(Cake event) {}
    }

    @Projection(name = "a")
    static class TwoForOne {
        @EventHandler
        void on(Cake event) {}

        @EventHandler
        void again(EventEnvelope<Cake> event) {}
    }

    @Projection(name = "a")
    static class Ambiguous {
        @EventHandler
        void sweet(Sweet event) {}

        @EventHandler
        void round(Round event) {}
    }

    @Projection(name = "a")
    static class NoParameter {
        @EventHandler
        void on() {}
    }

    @Projection(name = "a")
    static class MetadataFirst {
        @EventHandler
        void on(Metadata metadata, Cake event) {}
    }

    @Projection(name = "a")
    static class Stranger {
        @EventHandler
        void on(Cake event, String more) {}
    }

    @Projection(name = "a")
    static class OtherEnvelope {
        @EventHandler
        void on(Sweet event, EventEnvelope<Cake> envelope) {}
    }

    @Projection(name = "a")
    static class Returns {
        @EventHandler
        boolean on(Cake event) {
            return true;
        }
    }

    @Projection(name = "a")
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
    static class Private {
        @EventHandler
        private void on(Cake event) {}
    }

    @Projection(name = "a")
    static class Static {
        @EventHandler
        static void on(Cake event) {}
    }

    @Projection(name = "a")
    static class Final {
        @EventHandler
        final void on(Cake event) {}
    }

    @Projection(name = "a")
    static class TakesOpen {
        @EventHandler
        void on(Open event) {}
    }

    @Projection(name = "a")
    static class TakesUntyped {
        @EventHandler
        void on(Untyped event) {}
    }

    @Projection(name = "a")
    static class OneTypeNameTwice {
        @EventHandler
        void on(Cake event) {}

        @EventHandler
        void on(CakeAgain event) {}
    }

    static class Generic<E> {
        @EventHandler
        void on(E event) {}
    }

    @Projection(name = "a")
    static class TypeVariable extends Generic<Cake> {}

    @Projection(name = "a")
    static class Generics {
        @EventHandler
        void on(List<Cake> events) {}
    }

    static class Resetting {
        @OnReset
        void above() {}

        @EventHandler
        void on(Cake event) {}
    }

    @Projection(name = "a")
    static class TwoResets extends Resetting {
        @OnReset
        void here() {}
    }

    @Projection(name = "a")
    static class ResetOfSomething {
        @OnReset
        void reset(Cake event) {}

        @EventHandler
        void on(Cake event) {}
    }

    @Projection(name = "a")
    static class ResetReturns {
        @OnReset
        int reset() {
            return 0;
        }

        @EventHandler
        void on(Cake event) {}
    }

    @Projection(name = "a")
    static class FinalReset {
        @OnReset
        final void reset() {}

        @EventHandler
        void on(Cake event) {}
    }

    @Projection(name = "a")
    static class NotReplayed {
        @DisallowReplay
        void mail(Cake event) {}

        @EventHandler
        void on(Candy event) {}
    }

    @Test
    void refuses_more_than_one_method_for_a_reset() {
        assertRefuses(
                TwoResets.class, "@OnReset", "TwoResets.here()", "Resetting.above()", "Keep one");
    }

    @Test
    void refuses_a_method_for_a_reset_that_cannot_be_called() {
        assertRefuses(ResetOfSomething.class, "@OnReset", "reset(Cake)", "parameters");
        assertRefuses(ResetReturns.class, "@OnReset", "ResetReturns.reset()", "returns int");
        assertRefuses(FinalReset.class, "@OnReset", "FinalReset.reset()", "final");
    }

    @Test
    void refuses_to_disallow_the_replay_of_what_is_no_handler() {
        assertRefuses(
                NotReplayed.class, "@DisallowReplay", "NotReplayed.mail(Cake)", "@EventHandler");
    }

    @Projection(name = "a", mode = Mode.INLINE)
    static class InlineChecked {
        @EventHandler
        void on(Cake event) throws IOException {
            throw new IOException("checked");
        }
    }

    @Test
    void refuses_checked_exceptions_within_appends() {
        assertRefuses(
                InlineChecked.class, "on(Cake)", "java.io.IOException", "an unchecked exception");
    }

    @Test
    void refuses_a_class_without_the_annotation() {
        assertRefuses(Cake.class, Cake.class.getName(), "@Projection(name");
    }

    @Test
    void refuses_a_projection_that_follows_nothing() {
        assertRefuses(NoHandler.class, NoHandler.class.getName(), "no @EventHandler method");
    }

    @Test
    void refuses_impossible_names_versions_and_categories() {
        assertRefuses(BadName.class, BadName.class.getName(), "\"a b\"", "1 to 80 characters");
        assertRefuses(BadVersion.class, BadVersion.class.getName(), "version = 0", "from 1");
        assertRefuses(BadCategory.class, BadCategory.class.getName(), "not/fine");
    }

    @Test
    void refuses_two_handlers_of_one_type() {
        assertRefuses(
                TwoForOne.class,
                TwoForOne.class.getName(),
                "again(EventEnvelope)",
                "on(Cake)",
                "Keep one");
    }

    @Test
    void refuses_an_event_that_could_go_to_two_handlers() {
        assertRefuses(
                Ambiguous.class, "sweet(Sweet)", "round(Round)", Cake.class.getName(), "Cake");
    }

    @Test
    void refuses_parameters_that_an_event_cannot_fill() {
        assertRefuses(NoParameter.class, "NoParameter.on()", "no parameters");
        assertRefuses(MetadataFirst.class, "on(Metadata, Cake)", "Cake after the event");
        assertRefuses(Stranger.class, "on(Cake, String)", "java.lang.String after the event");
        assertRefuses(OtherEnvelope.class, "on(Sweet, EventEnvelope)", Sweet.class.getName());
        assertRefuses(TypeVariable.class, "Generic.on(Object)", "takes E");
        assertRefuses(Generics.class, "on(List)", "List");
    }

    @Test
    void refuses_types_of_events_that_are_not_closed_or_have_no_name() {
        assertRefuses(TakesOpen.class, "on(Open)", Open.class.getName(), "not closed");
        assertRefuses(TakesUntyped.class, "on(Untyped)", NoType.class.getName(), "@EventType");
        assertRefuses(OneTypeNameTwice.class, "'cake-baked'", CakeAgain.class.getName());
    }

    @Test
    void refuses_methods_that_a_container_cannot_call() {
        assertRefuses(Private.class, "on(Cake)", "private");
        assertRefuses(Static.class, "on(Cake)", "static");
        assertRefuses(Final.class, "on(Cake)", "final");
    }

    @Test
    void refuses_a_handler_that_returns_something() {
        assertRefuses(Returns.class, "on(Cake)", "returns boolean", "void");
    }

    private static void assertRefuses(Class<?> projection, String... named) {
        String message =
                assertThrows(DefinitionException.class, () -> ProjectionDefinition.of(projection))
                        .getMessage();
        for (String name : named) {
            assertTrue(message.contains(name), () -> name + " is not in: " + message);
        }
    }
}
