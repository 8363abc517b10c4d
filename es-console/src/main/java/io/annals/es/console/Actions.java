package io.annals.es.console;

import io.annals.es.DefinitionException;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.UnknownConsumerException;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What operators do. Each action is recorded in the log with who wanted it, of what, and whether it
 * was done.
 *
 * <p>Not in the journal: consumers of the application's own would meet events that they know
 * nothing of, and stop.
 */
record Actions(Consumers consumers) {

    private static final System.Logger LOG = System.getLogger("io.annals.es.console.actions");

    private static final Pattern VERSION = Pattern.compile("(.+)-([1-9][0-9]{0,8})");

    /** Does what a request's body asks for: {@code action}, {@code consumer} and what it needs. */
    void run(Members order, Caller caller) {
        String what = order.text("action") + " of consumer " + order.text("consumer");
        String outcome = "refused";
        try {
            Runnable change = change(order, caller.name());
            what += place(order);
            change.run();
            outcome = "done";
        } finally {
            LOG.log(
                    Level.INFO,
                    "Console: {0}, asked for by {1}: {2}",
                    printable(what),
                    caller.name(),
                    outcome);
        }
    }

    /** What is to be done, once all that the order says is understood. */
    private Runnable change(Members order, String by) {
        String consumer = order.text("consumer");
        return switch (order.text("action")) {
            case "pause" -> with(order, 400, () -> consumers.pause(consumer));
            case "resume" -> with(order, 400, () -> consumers.resume(consumer));
            case "rebuild" -> with(order, 400, () -> consumers.reset(consumer, 0));
            case "reset" -> reset(consumer, order);
            case "retry" -> {
                long position = order.number("position");
                yield with(order, 404, () -> consumers.retry(consumer, position, by), "position");
            }
            case "dismiss" -> {
                long position = order.number("position");
                yield with(order, 404, () -> consumers.dismiss(consumer, position, by), "position");
            }
            case "activate" -> ofVersion(order, consumers::activate);
            case "retire" -> ofVersion(order, consumers::retire);
            default ->
                    throw new RefusedException(
                            400,
                            "Not an action: expected pause, resume, reset, rebuild, activate, retire, retry or dismiss");
        };
    }

    private static Runnable ofVersion(Members order, VersionChange change) {
        Matcher named = VERSION.matcher(order.text("consumer"));
        if (!named.matches()) {
            throw new RefusedException(
                    400,
                    "Only a projection's versions can be activated and retired: expected a consumer named with its version, as in sales-2");
        }
        int version = Integer.parseInt(named.group(2));
        return with(order, 400, () -> change.of(named.group(1), version));
    }

    private Runnable reset(String consumer, Members order) {
        if (order.has("position") == order.has("since")) {
            throw new RefusedException(
                    400,
                    "Where is the reset to begin? Expected one of 'position' and 'since'. Send the one that is meant");
        }
        if (order.has("since")) {
            Instant since = instant(order.text("since"));
            return with(order, 400, () -> consumers.reset(consumer, since), "since");
        }
        long position = order.number("position");
        return with(order, 400, () -> consumers.reset(consumer, position), "position");
    }

    /**
     * A change, for an order that says no more than it takes.
     *
     * @param wrong what it means if the argument is wrong and the consumer is there
     * @param members what the order says besides the action and the consumer
     */
    private static Runnable with(Members order, int wrong, Runnable change, String... members) {
        order.requireOnly(members);
        return () -> {
            try {
                change.run();
            } catch (IllegalArgumentException e) {
                throw new RefusedException(
                        e instanceof UnknownConsumerException ? 404 : wrong, message(e));
            } catch (IllegalStateException | DefinitionException e) {
                throw new RefusedException(409, message(e));
            }
        };
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    /** What comes would be nothing, and the view be emptied for that. */
    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(Instant.EPOCH) && !instant.isAfter(Instant.now())) {
                return instant;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new RefusedException(
                400,
                "Not an instant to begin at: expected one of the past, since 1970, in UTC, as in 2026-01-31T12:00:00Z");
    }

    /** Where an order that is understood begins; such values are short. */
    private static String place(Members order) {
        return order.has("position")
                ? ", position " + order.number("position")
                : order.has("since") ? ", since " + order.text("since") : "";
    }

    private interface VersionChange {
        void of(String family, int version);
    }

    static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
