package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.spi.Holder;
import io.annals.es.spi.Settled;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private final Logger logger = Logger.getLogger(Standstill.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler collector =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    logged.add(line);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private int looks;
    private boolean unreachable;
    private long seconds;
    private final Standstill standstill =
            new Standstill(
                    new DelegatingStorage(new InMemoryStorage()) {
                        @Override
                        public List<Holder> heldUpBy() {
                            looks++;
                            if (unreachable) {
                                throw new ContentionException("no connection is left", null);
                            }
                            return List.of(
                                    new Holder("pid 7", "the cleaner's script, pid 7"),
                                    new Holder("'sale'", "a prepared transaction, 'sale'"));
                        }
                    },
                    // it wraps while it lasts
                    () -> Long.MAX_VALUE + Duration.ofSeconds(seconds - 298).toNanos());

    @BeforeEach
    void listen() {
        logger.addHandler(collector);
    }

    @AfterEach
    void forget() {
        logger.removeHandler(collector);
    }

    @Test
    void is_nothing_to_speak_of_before_five_seconds() {
        observe(0, new Settled(3, true));
        observe(4, new Settled(3, true));
        assertEquals(Duration.ofSeconds(4), standstill.lasting());
        assertEquals(List.of(), standstill.heldUpBy());
        assertEquals(0, looks);
        assertEquals(List.of(), logged);
    }

    @Test
    void is_told_after_five_seconds_with_those_who_are_waited_for_at_length_in_the_log_alone() {
        observe(0, new Settled(3, true));
        observe(6, new Settled(3, true));
        assertEquals(List.of("pid 7", "'sale'"), standstill.heldUpBy());
        assertEquals(1, logged.size());
        assertEquals(Level.WARNING, logged.get(0).getLevel());
        String text = text(0);
        assertTrue(text.contains("position 3 for 6 s"), text);
        assertTrue(
                text.contains("the cleaner's script, pid 7; a prepared transaction, 'sale'"), text);
    }

    @Test
    void is_looked_at_again_every_five_seconds_and_told_again_every_ten_minutes() {
        for (int at = 0; at <= 1_300; at++) {
            observe(at, new Settled(3, true));
        }
        assertEquals(260, looks);
        assertEquals(3, logged.size());
    }

    @Test
    void is_over_when_nothing_is_waited_for_any_more() {
        observe(0, new Settled(3, true));
        observe(6, new Settled(3, true));
        observe(8, new Settled(9, false));
        assertEquals(Duration.ZERO, standstill.lasting());
        assertEquals(List.of(), standstill.heldUpBy());
        assertEquals(Level.INFO, logged.get(1).getLevel());
        assertTrue(text(1).contains("position 3, where they waited for 8 s"), text(1));
    }

    @Test
    void begins_anew_when_the_journal_moves_on_to_the_next_hole() {
        observe(0, new Settled(3, true));
        observe(4, new Settled(5, true));
        observe(8, new Settled(5, true));
        assertEquals(Duration.ofSeconds(4), standstill.lasting());
        assertEquals(List.of(), logged);
    }

    @Test
    void is_told_though_it_cannot_be_found_out_for_whom_which_is_told_once() {
        unreachable = true;
        for (int at = 0; at <= 12; at++) {
            observe(at, new Settled(3, true));
        }
        assertEquals(2, looks);
        assertEquals(Duration.ofSeconds(12), standstill.lasting());
        assertEquals(List.of(), standstill.heldUpBy());
        assertEquals(2, logged.size());
        assertEquals("no connection is left", logged.get(0).getThrown().getMessage());
        assertTrue(text(1).contains("position 3 for 5 s"), text(1));
        assertTrue(text(1).endsWith("unknown"), text(1));
        unreachable = false;
        observe(16, new Settled(3, true));
        assertEquals(List.of("pid 7", "'sale'"), standstill.heldUpBy());
        unreachable = true;
        observe(21, new Settled(3, true));
        assertEquals(List.of(), standstill.heldUpBy());
        assertEquals(3, logged.size());
    }

    private void observe(long at, Settled settled) {
        seconds = at;
        standstill.observe(settled);
    }

    private String text(int line) {
        return MessageFormat.format(
                logged.get(line).getMessage(), logged.get(line).getParameters());
    }
}
