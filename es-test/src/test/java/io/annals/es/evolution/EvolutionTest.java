package io.annals.es.evolution;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.DefinitionException;
import io.annals.es.EventRevision;
import io.annals.es.journal.Evolution;
import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.es.spi.EventSerializer;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What chains of upcasters must be like, by themselves and for what a journal holds. */
class EvolutionTest {

    private static final EventRevision BOUGHT = new EventRevision("article-bought", 1);

    @Test
    void a_circle_is_refused_and_named() {
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () ->
                                evolution(
                                        to("a", 1, "b", 1),
                                        to("b", 1, "c", 7),
                                        to("c", 7, "a", 1))),
                "'a' revision 1 -> 'b' revision 1 -> 'c' revision 7 -> 'a' revision 1");
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () -> evolution(to("x", 1, "a", 1), to("a", 1, "a", 1))),
                "circle: 'a' revision 1 -> 'a' revision 1.");
    }

    @Test
    void ways_that_meet_again_are_no_circle() {
        assertDoesNotThrow(
                () ->
                        evolution(
                                Upcaster.<JsonObject>split(
                                        new EventRevision("a", 1),
                                        Set.of(
                                                new EventRevision("a", 2),
                                                new EventRevision("b", 1)),
                                        json -> List.of()),
                                to("a", 2, "c", 1),
                                to("b", 1, "c", 1)));
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void ways_that_part_and_meet_again_in_each_of_many_revisions_are_soon_followed() {
        List<Upcaster<JsonObject>> upcasters = new ArrayList<>();
        for (int revision = 1; revision <= 60; revision++) {
            Set<EventRevision> next =
                    Set.of(
                            new EventRevision("a", revision + 1),
                            new EventRevision("b", revision + 1));
            for (String type : List.of("a", "b")) {
                upcasters.add(
                        Upcaster.<JsonObject>split(
                                new EventRevision(type, revision), next, json -> List.of()));
            }
        }
        Evolution evolution = Evolution.of(upcasters, new JsonbEventSerializer());
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () -> require(evolution, new EventRevision("a", 1))),
                "leads to 'a' revision 61",
                "leads to 'b' revision 61");
    }

    @Test
    void two_upcasters_of_one_revision_are_refused() {
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () -> evolution(to("a", 1, "b", 1), to("a", 1, "c", 1))),
                "two upcasters of 'a' revision 1");
    }

    @Test
    void an_upcaster_that_does_not_say_what_it_reads_and_makes_is_refused_by_its_class() {
        Set<EventRevision> withNull = new HashSet<>();
        withNull.add(null);
        for (Upcaster<JsonObject> broken :
                List.of(
                        new Saying(() -> null, Set::of),
                        new Saying(() -> new EventRevision("a", 0), Set::of),
                        new Saying(() -> new EventRevision("a", 1), () -> null),
                        new Saying(() -> new EventRevision("a", 1), () -> withNull),
                        new Saying(
                                () -> new EventRevision("a", 1),
                                () -> {
                                    throw new AssertionError();
                                }))) {
            assertMessage(
                    assertThrows(DefinitionException.class, () -> evolution(broken)),
                    Saying.class.getName());
        }
    }

    @Test
    void an_upcaster_that_makes_nothing_and_does_not_say_why_is_refused() {
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () ->
                                evolution(
                                        Upcaster.split(
                                                new EventRevision("a", 1),
                                                Set.of(),
                                                json -> List.of()))),
                "'a' revision 1",
                "drop");
    }

    @Test
    void an_upcaster_whose_reason_fails_is_refused() {
        Upcaster<JsonObject> broken =
                new Upcaster<>() {
                    @Override
                    public EventRevision from() {
                        return new EventRevision("a", 1);
                    }

                    @Override
                    public Set<EventRevision> to() {
                        return Set.of();
                    }

                    @Override
                    public Optional<String> dropReason() {
                        throw new IllegalStateException("as it does");
                    }

                    @Override
                    public List<Part<JsonObject>> upcast(JsonObject payload) {
                        return List.of();
                    }
                };
        DefinitionException failure =
                assertThrows(DefinitionException.class, () -> evolution(broken));
        assertMessage(failure, "dropReason", "as it does");
        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    private record Saying(Supplier<EventRevision> reads, Supplier<Set<EventRevision>> makes)
            implements Upcaster<JsonObject> {

        @Override
        public EventRevision from() {
            return reads.get();
        }

        @Override
        public Set<EventRevision> to() {
            return makes.get();
        }

        @Override
        public List<Part<JsonObject>> upcast(JsonObject payload) {
            return List.of();
        }
    }

    @Test
    void a_serialiser_without_trees_is_refused_where_there_are_upcasters() {
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () -> Evolution.of(Warehouse.UPCASTERS, new Opaque())),
                Opaque.class.getName(),
                "TreeSerializer");
        assertDoesNotThrow(() -> Evolution.of(List.of(), new Opaque()));
    }

    @Test
    void all_that_chains_lead_to_classes_may_be_stored() {
        assertDoesNotThrow(
                () ->
                        require(
                                Evolution.of(Warehouse.UPCASTERS, new JsonbEventSerializer()),
                                BOUGHT,
                                new EventRevision("article-stored", 2),
                                new EventRevision("article-stored", 3),
                                new EventRevision("article-moved", 1),
                                new EventRevision("article-inspected", 1)));
    }

    @Test
    void what_newer_releases_write_may_be_stored() {
        assertDoesNotThrow(
                () ->
                        require(
                                Evolution.none(),
                                new EventRevision("article-stored", 4),
                                new EventRevision("article-sold", 1)));
    }

    @Test
    void all_gaps_are_told_if_the_journal_holds_such_events() {
        Evolution gap = evolution(to("article-bought", 1, "article-stored", 1));
        assertDoesNotThrow(() -> require(gap, new EventRevision("article-stored", 3)));
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () -> require(gap, BOUGHT, new EventRevision("article-stored", 2))),
                "'article-bought' revision 1: an upcaster leads to 'article-stored' revision 1",
                "no upcaster leads on from revision 1",
                "'article-stored' revision 2: ",
                "no upcaster leads on from revision 2");
    }

    @Test
    void chains_must_end_at_known_types_and_revisions_if_the_journal_holds_such_events() {
        for (Upcaster<JsonObject> astray :
                List.of(
                        to("article-bought", 1, "article-sold", 1),
                        to("article-bought", 1, "article-stored", 4))) {
            assertDoesNotThrow(() -> require(evolution(astray)));
            assertMessage(
                    assertThrows(
                            DefinitionException.class, () -> require(evolution(astray), BOUGHT)),
                    "'article-bought' revision 1: an upcaster leads to");
        }
    }

    @Test
    void an_upcaster_of_what_is_written_today_is_refused() {
        assertMessage(
                assertThrows(
                        DefinitionException.class,
                        () -> require(evolution(to("article-stored", 3, "article-left", 1)))),
                "'article-stored' revision 3 has an upcaster, and is what is written today");
    }

    @Test
    void a_revision_counts_from_1() {
        assertThrows(IllegalArgumentException.class, () -> new EventRevision("a", 0));
        assertEquals("'a' revision 2", new EventRevision("a", 2).toString());
    }

    private static void require(Evolution evolution, EventRevision... stored) {
        evolution.requireReadable(Set.of(stored), Warehouse.types());
    }

    @SafeVarargs
    private static Evolution evolution(Upcaster<JsonObject>... upcasters) {
        return Evolution.of(List.of(upcasters), new JsonbEventSerializer());
    }

    private static Upcaster<JsonObject> to(String from, int revision, String type, int next) {
        return Upcaster.rename(
                new EventRevision(from, revision), new EventRevision(type, next), json -> json);
    }

    private static void assertMessage(DefinitionException failure, String... parts) {
        String message = String.valueOf(failure.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> part + " is missing: " + message);
        }
    }

    private static final class Opaque implements EventSerializer {

        @Override
        public String mediaType(Class<?> eventClass) {
            return "application/octet-stream";
        }

        @Override
        public byte[] serialize(Object event) {
            return new byte[0];
        }

        @Override
        public <E> E deserialize(byte[] payload, Class<E> eventClass) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String text(byte[] payload, Class<?> eventClass) {
            throw new UnsupportedOperationException();
        }
    }
}
