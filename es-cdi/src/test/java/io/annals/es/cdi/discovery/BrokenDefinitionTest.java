package io.annals.es.cdi.discovery;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.deployment.MemoryStorageProvider;
import io.annals.es.cdi.deployment.OwnSerializer;
import io.annals.es.cdi.discovery.Broken.Begun;
import io.annals.es.cdi.discovery.Broken.BegunAnew;
import io.annals.es.cdi.discovery.Broken.Ended;
import io.annals.es.cdi.discovery.Broken.NoAggregate;
import io.annals.es.cdi.discovery.Broken.TwiceApplied;
import io.annals.es.cdi.discovery.Broken.WithoutApply;
import io.annals.es.cdi.discovery.Broken.WithoutFirstState;
import org.junit.jupiter.api.Test;

class BrokenDefinitionTest {

    @Test
    void fails_where_an_event_has_no_apply_method() {
        assertFails(
                Broken.WantsWithoutApply.class,
                WithoutApply.class.getName(),
                Ended.class.getName());
    }

    @Test
    void fails_where_an_event_has_two_apply_methods() {
        assertFails(Broken.WantsTwiceApplied.class, TwiceApplied.class.getName(), "on", "again");
    }

    @Test
    void fails_where_nothing_makes_the_first_state() {
        assertFails(Broken.WantsWithoutFirstState.class, WithoutFirstState.class.getName());
    }

    @Test
    void fails_where_events_of_two_aggregates_have_one_type_name() {
        assertFails(
                Broken.WantsOneTypeNameTwice.class,
                "'begun'",
                Begun.class.getName(),
                BegunAnew.class.getName());
    }

    @Test
    void fails_where_the_class_is_no_aggregate() {
        assertFails(Broken.WantsNoAggregate.class, NoAggregate.class.getName(), "@Aggregate");
    }

    @Test
    void fails_where_the_class_that_is_looked_up_is_no_aggregate() {
        assertFails(Broken.LooksUpNoAggregate.class, NoAggregate.class.getName(), "@Aggregate");
    }

    @Test
    void fails_where_a_repository_is_injected_without_its_type() {
        assertFails(
                Broken.WantsRaw.class,
                Broken.WantsRaw.class.getName(),
                "its type argument is no class");
    }

    @Test
    void fails_where_a_repository_of_any_type_is_injected() {
        assertFails(
                Broken.WantsAny.class,
                Broken.WantsAny.class.getName(),
                "its type argument is no class");
    }

    @Test
    void fails_where_a_repository_of_a_type_variable_is_injected() {
        assertFails(
                Broken.WantsInheritedVariable.class,
                Broken.WantsInheritedVariable.class.getName(),
                "its type argument is no class");
    }

    private static void assertFails(Class<?> bean, String... named) {
        RuntimeException failure =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                Deployment.of(
                                                MemoryStorageProvider.class,
                                                OwnSerializer.class,
                                                bean)
                                        .close());
        for (String name : named) {
            assertTrue(
                    failure.getMessage().contains(name),
                    () -> name + " is not in: " + failure.getMessage());
        }
    }
}
