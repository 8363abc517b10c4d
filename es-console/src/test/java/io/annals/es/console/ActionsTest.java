package io.annals.es.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.es.consumer.Consumers;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionsTest {

    private final List<String> done = new ArrayList<>();
    private final Consumers consumers =
            (Consumers)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {Consumers.class},
                            (proxy, method, given) -> {
                                done.add(method.getName() + Arrays.toString(given));
                                return null;
                            });

    private final Logger logger = Logger.getLogger("io.annals.es.console.actions");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(lines);
    }

    @AfterEach
    void end() {
        logger.removeHandler(lines);
        logger.setUseParentHandlers(true);
    }

    @Test
    void an_order_that_is_understood_is_done_and_logged() {
        run("'action':'reset','consumer':'view','position':7");
        run("'action':'reset','since':'2026-01-31T12:00:00Z','consumer':'view'");
        run("'action':'activate','consumer':'view-2'");
        run("'action':'dismiss','consumer':'view','position':7");
        assertEquals(
                List.of(
                        "reset[view, 7]",
                        "reset[view, 2026-01-31T12:00:00Z]",
                        "activate[view, 2]",
                        "dismiss[view, 7, ada]"),
                done);
        assertEquals(
                List.of(
                        "Console: reset of consumer view, position 7, asked for by ada: done",
                        "Console: reset of consumer view, since 2026-01-31T12:00:00Z, asked for by ada: done",
                        "Console: activate of consumer view-2, asked for by ada: done",
                        "Console: dismiss of consumer view, position 7, asked for by ada: done"),
                lines.all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pause | 'position':1 | The member 'position' does not belong here: expected only action, consumer. Leave it out",
                "resume | 'since':'2026-01-31T12:00:00Z' | The member 'since' does not belong here: expected only action, consumer. Leave it out",
                "rebuild | 'position':0 | The member 'position' does not belong here: expected only action, consumer. Leave it out",
                "activate | 'version':2 | The member 'version' does not belong here: expected only action, consumer. Leave it out",
                "retire | 'x':'y' | The member 'x' does not belong here: expected only action, consumer. Leave it out",
                "retry | 'position':1,'since':'x' | The member 'since' does not belong here: expected only action, consumer, position. Leave it out",
                "dismiss | 'position':1,'x':1 | The member 'x' does not belong here: expected only action, consumer, position. Leave it out",
                "reset | 'position':1,'x':1 | The member 'x' does not belong here: expected only action, consumer, position. Leave it out",
                "reset | 'position':1,'since':'2026-01-31T12:00:00Z' | Where is the reset to begin? Expected one of 'position' and 'since'. Send the one that is meant",
                "reset | 'since':'now' | Not an instant to begin at: expected one of the past, since 1970, in UTC, as in 2026-01-31T12:00:00Z",
                "reset | 'position':1e0 | Not a value for 'position': expected a whole number of at most 18 digits"
            })
    void an_order_that_is_not_understood_does_nothing(String action, String more, String detail) {
        RefusedException refused =
                assertThrows(
                        RefusedException.class,
                        () -> run("'action':'%s','consumer':'view-2',%s".formatted(action, more)));
        assertEquals(400, refused.status());
        assertEquals(detail, refused.detail());
        assertEquals(List.of(), done);
        assertEquals(
                List.of(
                        "Console: %s of consumer view-2, asked for by ada: refused"
                                .formatted(action)),
                lines.all);
    }

    @Test
    void what_is_not_understood_is_not_logged() {
        for (String since : List.of("now, asked for by eve", "x".repeat(3_000))) {
            assertThrows(
                    RefusedException.class,
                    () -> run("'action':'reset','consumer':'view','since':'%s'".formatted(since)));
        }
        assertEquals(
                List.of(
                        "Console: reset of consumer view, asked for by ada: refused",
                        "Console: reset of consumer view, asked for by ada: refused"),
                lines.all);
    }

    private void run(String members) {
        Members order = Order.parse(("{" + members.replace('\'', '"') + "}").getBytes(UTF_8));
        new Actions(consumers).run(order, new Caller("ada", false));
    }

    private static final class Lines extends Handler {

        private final List<String> all = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            all.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
