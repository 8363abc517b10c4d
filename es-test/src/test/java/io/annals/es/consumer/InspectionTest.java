package io.annals.es.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Settled;
import io.annals.es.test.DelegatingStorage;
import io.annals.es.test.InMemoryStorage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private static final Settled WAITING = new Settled(3, true);
    private static final Settled ALL = new Settled(3, false);

    private final EventSourcingException gone = new EventSourcingException("gone");
    private int counts;
    private int checks;
    private boolean broken;
    private long millis;

    private final Inspection inspection =
            new Inspection(
                    new DelegatingStorage(new InMemoryStorage()) {
                        @Override
                        public long pending(int atMost) {
                            counts++;
                            requireSound();
                            return counts;
                        }

                        @Override
                        public void check() {
                            checks++;
                            requireSound();
                        }

                        private void requireSound() {
                            if (broken) {
                                throw gone;
                            }
                        }
                    },
                    // it wraps while it lasts
                    () -> Long.MAX_VALUE + Duration.ofMillis(millis - 2_000).toNanos());

    @Test
    void counts_once_a_second_while_the_journal_waits_and_not_otherwise() {
        at(0, ALL);
        assertEquals(0, counts);
        at(10, WAITING);
        at(900, WAITING);
        assertEquals(1, inspection.pending());
        at(1_010, WAITING);
        assertEquals(2, inspection.pending());
        at(1_020, ALL);
        assertEquals(0, inspection.pending());
        at(2_100, WAITING);
        assertEquals(3, inspection.pending());
        assertEquals(3, counts);
    }

    @Test
    void a_count_that_fails_leaves_the_last_one() {
        at(0, WAITING);
        broken = true;
        at(1_000, WAITING);
        assertEquals(1, inspection.pending());
        broken = false;
        at(2_000, WAITING);
        assertEquals(3, inspection.pending());
    }

    @Test
    void checks_the_storage_every_five_seconds_and_tells_what_is_wrong_until_it_is_mended() {
        at(0, ALL);
        at(4_900, ALL);
        assertEquals(0, checks);
        broken = true;
        at(5_000, ALL);
        assertSame(gone, inspection.unfit().orElseThrow());
        broken = false;
        at(9_900, ALL);
        assertSame(gone, inspection.unfit().orElseThrow());
        at(10_000, ALL);
        assertEquals(Optional.empty(), inspection.unfit());
        assertEquals(2, checks);
    }

    private void at(long millis, Settled settled) {
        this.millis = millis;
        inspection.after(settled);
    }
}
