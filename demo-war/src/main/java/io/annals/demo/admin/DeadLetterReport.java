package io.annals.demo.admin;

import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.DeadLetter.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a consumer has set aside, as operators read it.
 *
 * @param attempts how often it has been handled in vain; 0 if it only waits behind another
 * @param failure why it could not be handled the last time; null if it only waits
 * @param decision retry or dismiss, and not done yet; null if nobody has decided
 */
public record DeadLetterReport(
        long position,
        String stream,
        long version,
        String type,
        int attempts,
        @Nullable Failure failure,
        @Nullable String decision,
        @Nullable String decidedBy,
        Instant time) {

    static DeadLetterReport of(DeadLetter letter) {
        return new DeadLetterReport(
                letter.position(),
                letter.stream().toString(),
                letter.version(),
                letter.type(),
                letter.attempts(),
                letter.failure().orElse(null),
                letter.decision().map(DeadLetter.Decision::word).orElse(null),
                letter.decidedBy().orElse(null),
                letter.time());
    }
}
