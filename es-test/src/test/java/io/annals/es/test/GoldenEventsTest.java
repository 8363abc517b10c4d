package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventType;
import io.annals.es.evolution.Upcaster;
import io.annals.es.jsonb.JsonbEventSerializer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenEventsTest {

    public sealed interface First {
        @EventType("paid")
        record Paid(int euros) implements First {}

        @EventType("left")
        record Left() implements First {}
    }

    public sealed interface Second {
        @EventType(value = "paid", revision = 2)
        record Paid(long cents) implements Second {}

        @EventType("left")
        record Left() implements Second {}
    }

    private static final List<Object> FIRST = List.of(new First.Paid(7), new First.Left());
    private static final List<Object> SECOND = List.of(new Second.Paid(700), new Second.Left());
    private static final Upcaster<JsonObject> TO_CENTS =
            Upcaster.change(
                    "paid",
                    1,
                    json ->
                            Json.createObjectBuilder()
                                    .add("cents", json.getInt("euros") * 100L)
                                    .build());

    @TempDir Path directory;

    @AfterEach
    void accept_no_more() {
        System.clearProperty(GoldenEvents.ACCEPT);
    }

    @Test
    void a_missing_file_fails_until_it_is_accepted() throws IOException {
        assertFails(
                "run this test once with -Dannals.golden.accept=true",
                () -> golden().verify(List.of(First.class), FIRST));
        accept(() -> golden().verify(List.of(First.class), FIRST));
        golden().verify(List.of(First.class), FIRST);
        assertEquals("{\"euros\":7}", Files.readString(directory.resolve("paid/1.json")));
        assertEquals("{}", Files.readString(directory.resolve("left/1.json")));
    }

    @Test
    void other_bytes_fail_even_when_they_are_to_be_accepted_and_the_file_stays()
            throws IOException {
        accept(() -> golden().verify(List.of(First.class), FIRST));
        List<Object> other = List.of(new First.Paid(8), new First.Left());
        accept(
                () ->
                        assertFails(
                                "no longer writes what",
                                () -> golden().verify(List.of(First.class), other)));
        assertEquals("{\"euros\":7}", Files.readString(directory.resolve("paid/1.json")));
    }

    @Test
    void a_revision_that_can_no_longer_be_read_fails_and_one_with_an_upcaster_does_not()
            throws IOException {
        accept(() -> golden().verify(List.of(First.class), FIRST));
        accept(
                () ->
                        assertFails(
                                "paid/1.json keeps can no longer be read",
                                () -> golden().verify(List.of(Second.class), SECOND)));
        golden(TO_CENTS).verify(List.of(Second.class), SECOND);
        assertEquals("{\"euros\":7}", Files.readString(directory.resolve("paid/1.json")));
        assertEquals("{\"cents\":700}", Files.readString(directory.resolve("paid/2.json")));
    }

    @Test
    void a_type_that_has_vanished_fails() throws IOException {
        Files.createDirectories(directory.resolve("gone"));
        Files.writeString(directory.resolve("gone/3.json"), "{}");
        accept(
                () ->
                        assertFails(
                                "gone/3.json keeps can no longer be read",
                                () -> golden().verify(List.of(First.class), FIRST)));
    }

    @Test
    void every_event_class_needs_one_sample() {
        accept(
                () -> {
                    assertFails(
                            "without a sample",
                            () -> golden().verify(List.of(First.class), FIRST.subList(0, 1)));
                    assertFails(
                            "two samples",
                            () ->
                                    golden().verify(
                                                    List.of(First.class),
                                                    List.of(new First.Paid(1), new First.Paid(2))));
                    assertFails(
                            "not among the events",
                            () ->
                                    golden().verify(
                                                    List.of(First.Paid.class),
                                                    List.of(new First.Paid(1), new First.Left())));
                });
    }

    @SafeVarargs
    private GoldenEvents golden(Upcaster<JsonObject>... upcasters) {
        return new GoldenEvents(directory, new JsonbEventSerializer(), List.of(upcasters));
    }

    private static void accept(Runnable run) {
        System.setProperty(GoldenEvents.ACCEPT, "true");
        run.run();
        System.clearProperty(GoldenEvents.ACCEPT);
    }

    private static void assertFails(String expected, Runnable verify) {
        String message = assertThrows(AssertionError.class, verify::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
