package io.annals.es.cdi.health;

import io.annals.es.cdi.HealthLimits;
import io.annals.es.cdi.RunningEngine;
import io.annals.es.consumer.ConsumerEngine;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.JournalStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check {@code es-journal}: down while the journal cannot be reached, or its schema
 * is of another version; and while more than {@code es.health.max-pending} committed events wait
 * and none of them could be read for {@code es.health.patience}.
 *
 * <p>Whom readers wait for and which consumers have stopped is told, too, but takes no node out of
 * service by itself: all nodes share the one and, since an event that cannot be handled is the same
 * for all, as a rule the other; and commands succeed meanwhile. See {@link ConsumersHealth}.
 *
 * <p>Thread-safe. Asks no database: it tells what the node has found out last.
 */
@Readiness
@ApplicationScoped
public class JournalHealth implements HealthCheck {

    /** Longer than an answer takes when all is well, and shorter than the patience of pools. */
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(10);

    /** A handler that is longer at one event is not expected to return soon, or ever. */
    private static final Duration LONGEST_HANDLING = Duration.ofSeconds(30);

    private static final int MAX_CAUSES = 50; // chains of causes may be circular

    @Inject RunningEngine running;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("es-journal");
        return running.get()
                .map(engine -> of(engine, running.limits(), answer))
                .orElseGet(() -> answer.down().withData("failure", "not started").build());
    }

    private static HealthCheckResponse of(
            ConsumerEngine engine,
            Optional<HealthLimits> limits,
            HealthCheckResponseBuilder answer) {
        JournalStatus journal = engine.journalStatus();
        answer.status(isReachable(journal) && limits.filter(now -> isStuck(journal, now)).isEmpty())
                .withData("position", journal.position());
        if (journal.pending() > 0) {
            answer.withData("pending", journal.pending());
        }
        journal.failure().ifPresent(failure -> answer.withData("failure", kind(failure)));
        if (!journal.unanswered().isZero()) {
            answer.withData("unansweredSeconds", journal.unanswered().toSeconds());
        }
        if (!journal.waiting().isZero()) {
            answer.withData("waitingSeconds", journal.waiting().toSeconds());
        }
        if (!journal.heldUpBy().isEmpty()) {
            answer.withData("heldUpBy", String.join("; ", journal.heldUpBy()));
        }
        engine.status().forEach(consumer -> answer.withData(key(consumer), describe(consumer)));
        return answer.build();
    }

    private static boolean isReachable(JournalStatus journal) {
        return journal.failure().isEmpty() && journal.unanswered().compareTo(LONGEST_QUESTION) < 0;
    }

    static boolean isStuck(JournalStatus journal, HealthLimits limits) {
        return limits.areTooMany(journal.pending(), journal.waiting());
    }

    private static String key(ConsumerStatus consumer) {
        return "consumer." + consumer.name();
    }

    static String describe(ConsumerStatus consumer) {
        String state = consumer.running() ? "running" : "stopped";
        if (consumer.handling().compareTo(LONGEST_HANDLING) > 0) {
            state = "stuck in its handler for %d s".formatted(consumer.handling().toSeconds());
        }
        return "%s at position %d%s"
                .formatted(
                        state,
                        consumer.position(),
                        consumer.failure().map(failure -> ": " + kind(failure)).orElse(""));
    }

    /**
     * What a handler or a driver said is for the log: it may quote an event, or tell where the
     * database is and who connects, and anybody may ask for health.
     */
    private static String kind(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        String name = failure.getClass().getName();
        return root == failure ? name : name + " caused by " + root.getClass().getName();
    }
}
