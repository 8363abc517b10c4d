package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit is for a broken settlement only, which would wait for ever. */
@Timeout(60)
class SettlementTest {

    private final Settlement settlement = new Settlement();

    @Test
    void is_settled_by_an_acknowledgment_on_this_thread() {
        settlement.ack();
        assertDoesNotThrow(settlement::requireAckOnThisThread);
        assertDoesNotThrow(settlement::awaitAck);
    }

    @Test
    void waits_for_an_acknowledgment_on_another_thread() {
        new Thread(settlement::ack).start();
        assertDoesNotThrow(settlement::awaitAck);
    }

    @Test
    void does_not_take_an_acknowledgment_on_another_thread_for_one_on_this() throws Exception {
        Thread other = new Thread(settlement::ack, "some-worker");
        other.start();
        other.join();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, settlement::requireAckOnThisThread);
        assertTrue(refused.getMessage().contains("on thread some-worker"), refused::getMessage);
    }

    @Test
    void does_not_wait_on_this_thread_for_what_has_not_come() {
        assertThrows(IllegalStateException.class, settlement::requireAckOnThisThread);
    }

    @Test
    void throws_the_reason_of_a_refusal_as_it_is() {
        IOException reason = new IOException("no");
        settlement.nack(reason);
        settlement.ack();
        assertSame(reason, assertThrows(IOException.class, settlement::awaitAck));
        assertSame(reason, assertThrows(IOException.class, settlement::requireAckOnThisThread));
    }

    @Test
    void throws_an_error_as_it_is() {
        Error reason = new AssertionError("no");
        settlement.nack(reason);
        assertSame(reason, assertThrows(AssertionError.class, settlement::awaitAck));
    }
}
