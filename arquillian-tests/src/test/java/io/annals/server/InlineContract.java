package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A view that is kept within the appends, on which commands rely. */
abstract class InlineContract extends RepeatContract {

    InlineContract(String database) {
        super(database);
    }

    @Test
    void what_a_handler_throws_reaches_the_command_and_nothing_is_stored() throws IOException {
        String name = UUID.randomUUID().toString();
        assertTaken(1, take(name));
        assertEquals(
                Answers.json("{\"result\":\"refused by the handler\",\"events\":0}"), take(name));
        assertTrue(names().contains(name));
    }

    @Test
    void of_commands_that_want_one_name_at_once_one_gets_it() throws Exception {
        String name = UUID.randomUUID().toString();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<JsonObject> take = () -> take(name);
            long taken = 0;
            for (Future<JsonObject> answer : threads.invokeAll(List.of(take, take, take, take))) {
                String result = answer.get().getString("result");
                assertTrue(result.equals("taken") || result.startsWith("refused"), result);
                assertEquals(result.equals("taken") ? 1 : 0, answer.get().getInt("events"));
                taken += result.equals("taken") ? 1 : 0;
            }
            assertEquals(1, taken);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void a_reset_builds_the_view_from_all_events() throws IOException {
        assertTaken(1, take(UUID.randomUUID().toString()));
        List<String> before = names();
        shop.post("probe-names/forget", "").expect(204);
        assertEquals(List.of(), names());
        shop.post("probe-names/reset", "").expect(204);
        assertEquals(before, names());
    }

    private static void assertTaken(long events, JsonObject answer) {
        assertEquals(
                Answers.json("{\"result\":\"taken\",\"events\":%d}".formatted(events)), answer);
    }

    private JsonObject take(String name) throws IOException {
        return shop.post("probe-names/" + name + "/" + UUID.randomUUID(), "").expect(200).object();
    }

    private List<String> names() throws IOException {
        return shop.get("probe-names").expect(200).array().getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }
}
