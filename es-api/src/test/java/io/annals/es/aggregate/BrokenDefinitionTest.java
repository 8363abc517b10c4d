package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import org.junit.jupiter.api.Test;

class BrokenDefinitionTest {

    sealed interface Event {}

    @EventType("opened")
    record Opened() implements Event {}

    @EventType("closed")
    record Closed() implements Event {}

    record NotAnnotated() {}

    @Aggregate(value = "no such/category", events = Opened.class)
    record BadCategory() {
        @Apply
        static BadCategory on(Opened e) {
            return new BadCategory();
        }
    }

    @Aggregate(value = "a", events = Event.class)
    record NoApply() {
        @Apply
        static NoApply on(Opened e) {
            return new NoApply();
        }
    }

    @Aggregate(
            value = "a",
            events = {})
    record NoEvents() {}

    @Aggregate(value = "a", events = Opened.class)
    record TwoForOne() {
        @Apply
        static TwoForOne on(Opened e) {
            return new TwoForOne();
        }

        @Apply
        TwoForOne again(Opened e) {
            return this;
        }
    }

    @Aggregate(value = "a", events = Opened.class)
    record NoFirstState(int value) {
        @Apply
        NoFirstState on(Opened e) {
            return this;
        }
    }

    @Aggregate(value = "a", events = Opened.class)
    record AppliesStranger() {
        @Apply
        static AppliesStranger on(Opened e) {
            return new AppliesStranger();
        }

        @Apply
        AppliesStranger on(Closed e) {
            return this;
        }
    }

    @Aggregate(value = "a", events = Opened.class, ignores = Opened.class)
    record AppliesAndIgnores() {
        @Apply
        static AppliesAndIgnores on(Opened e) {
            return new AppliesAndIgnores();
        }
    }

    @Aggregate(value = "a", events = Opened.class, ignores = Closed.class)
    record IgnoresStranger() {
        @Apply
        static IgnoresStranger on(Opened e) {
            return new IgnoresStranger();
        }
    }

    @Aggregate(value = "a", events = Opened.class)
    record MutatesRecord() {
        @Apply
        void on(Opened e) {}
    }

    @Aggregate(value = "a", events = Opened.class)
    record ReturnsOther() {
        @Apply
        static String on(Opened e) {
            return "";
        }
    }

    @Aggregate(value = "a", events = Opened.class)
    record TwoParameters() {
        @Apply
        static TwoParameters on(Opened e, int more) {
            return new TwoParameters();
        }
    }

    sealed interface Doubled {}

    @EventType("twin")
    record Left() implements Doubled {}

    @EventType("twin")
    record Right() implements Doubled {}

    @Aggregate(
            value = "a",
            events = Doubled.class,
            ignores = {Left.class, Right.class})
    static class OneNameForTwo {}

    @Test
    void refuses_a_class_without_annotation() {
        assertBroken(NotAnnotated.class, "NotAnnotated is no aggregate");
    }

    @Test
    void refuses_a_category_that_no_stream_can_have() {
        assertBroken(BadCategory.class, "BadCategory", "no such/category");
    }

    @Test
    void refuses_an_event_without_apply_method() {
        assertBroken(NoApply.class, "NoApply has no @Apply method for", "Closed");
    }

    @Test
    void refuses_two_apply_methods_for_one_event() {
        assertBroken(TwoForOne.class, "TwoForOne.on(Opened)", "TwoForOne.again(Opened)");
    }

    @Test
    void refuses_a_class_that_cannot_make_its_first_state() {
        assertBroken(NoFirstState.class, "NoFirstState has no way to make the first state");
    }

    @Test
    void refuses_an_apply_method_for_an_event_that_is_not_permitted() {
        assertBroken(
                AppliesStranger.class, "AppliesStranger.on(Closed)", "Permitted are", "Opened");
    }

    @Test
    void refuses_an_event_that_is_both_applied_and_ignored() {
        assertBroken(AppliesAndIgnores.class, "AppliesAndIgnores.on(Opened)", "'ignores'");
    }

    @Test
    void refuses_to_ignore_an_event_that_is_not_permitted() {
        assertBroken(IgnoresStranger.class, "IgnoresStranger ignores", "Closed");
    }

    @Test
    void refuses_an_apply_method_with_a_wrong_signature() {
        assertBroken(MutatesRecord.class, "MutatesRecord.on(Opened)", "returns void");
        assertBroken(ReturnsOther.class, "ReturnsOther.on(Opened)", "returns java.lang.String");
        assertBroken(TwoParameters.class, "TwoParameters.on(Opened, int)", "has 2 parameters");
    }

    @Test
    void refuses_two_event_classes_with_one_type_name() {
        assertBroken(OneNameForTwo.class, "'twin'", "Left", "Right");
    }

    @Test
    void refuses_an_aggregate_without_events() {
        assertBroken(NoEvents.class, "NoEvents has no events");
    }

    private static void assertBroken(Class<?> aggregateClass, String... named) {
        String message =
                assertThrows(
                                DefinitionException.class,
                                () -> AggregateDefinition.of(aggregateClass))
                        .getMessage();
        for (String part : named) {
            assertTrue(message.contains(part), message);
        }
    }
}
