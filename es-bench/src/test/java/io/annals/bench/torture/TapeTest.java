package io.annals.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {

    @TempDir Path folder;

    @Test
    void keeps_lines_in_order_over_processes() {
        write("one", "two");
        write("three");
        assertEquals(List.of("one", "two", "three"), Tape.lines(tape()).toList());
        assertEquals(Optional.of("three"), Tape.last(tape()));
    }

    @Test
    void forgets_half_a_line() throws IOException {
        write("one", "two");
        Files.writeString(tape(), "thr", StandardOpenOption.APPEND);
        assertEquals(Optional.of("two"), Tape.last(tape()));
        write("four");
        assertEquals(List.of("one", "two", "four"), Tape.lines(tape()).toList());
    }

    @Test
    void begins_empty() throws IOException {
        assertEquals(Optional.empty(), Tape.last(tape()));
        Files.writeString(tape(), "ha");
        assertEquals(Optional.empty(), Tape.last(tape()));
        assertEquals(List.of(), Tape.lines(tape()).toList());
    }

    private void write(String... lines) {
        try (Tape tape = Tape.open(tape())) {
            tape.add(List.of(lines));
        }
    }

    private Path tape() {
        return folder.resolve("test.tape");
    }
}
