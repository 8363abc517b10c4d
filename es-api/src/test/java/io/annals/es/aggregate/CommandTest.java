package io.annals.es.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandTest {

    private final Command command =
            new Command(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));

    @Test
    void the_ids_of_a_command_are_the_same_for_ever() {
        assertEquals(
                List.of(
                        UUID.fromString("017f22e2-79b0-8dba-8629-80373f250960"),
                        UUID.fromString("017f22e2-79b0-8bc2-a984-9de22c4f2cb8")),
                command.eventIds(2));
    }

    @Test
    void ids_are_uuids_of_version_8_that_begin_as_the_command_does() {
        for (UUID id : command.eventIds(100)) {
            assertEquals(8, id.version());
            assertEquals(2, id.variant());
            assertTrue(id.toString().startsWith("017f22e2-79b0-8"), id::toString);
        }
    }

    @Test
    void every_event_of_every_command_has_an_id_of_its_own() {
        HashSet<UUID> ids = new HashSet<>(command.eventIds(1_000));
        ids.addAll(new Command(UUID.randomUUID()).eventIds(1_000));
        ids.addAll(new Command(new UUID(0, 0)).eventIds(1_000));
        ids.addAll(new Command(new UUID(0, 1)).eventIds(1_000));
        assertEquals(4_000, ids.size());
    }
}
