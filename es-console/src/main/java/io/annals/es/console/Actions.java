package io.annals.es.console;

import io.annals.es.DefinitionException;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.UnknownConsumerException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
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
    void run(JsonObject order, Caller caller) {
        String action = text(order, "action");
        String consumer = text(order, "consumer");
        String outcome = "refused";
        try {
            run(action, consumer, order, caller.name());
            outcome = "done";
        } finally {
            LOG.log(
                    Level.INFO,
                    "Console: {0}, asked for by {1}: {2}",
                    printable(describe(order)),
                    caller.name(),
                    outcome);
        }
    }

    private void run(String action, String consumer, JsonObject order, String by) {
        switch (action) {
            case "pause" -> change(400, () -> consumers.pause(consumer));
            case "resume" -> change(400, () -> consumers.resume(consumer));
            case "rebuild" -> change(400, () -> consumers.reset(consumer, 0));
            case "reset" -> reset(consumer, order);
            case "retry" -> {
                long position = number(order, "position");
                change(404, () -> consumers.retry(consumer, position, by));
            }
            case "dismiss" -> {
                long position = number(order, "position");
                change(404, () -> consumers.dismiss(consumer, position, by));
            }
            case "activate" -> ofVersion(consumer, consumers::activate);
            case "retire" -> ofVersion(consumer, consumers::retire);
            default ->
                    throw new RefusedException(
                            400,
                            "Not an action: expected pause, resume, reset, rebuild, activate, retire, retry or dismiss");
        }
    }

    private static void ofVersion(String consumer, VersionChange change) {
        Matcher named = VERSION.matcher(consumer);
        if (!named.matches()) {
            throw new RefusedException(
                    400,
                    "Only a projection's versions can be activated and retired: expected a consumer named with its version, as in sales-2");
        }
        change(400, () -> change.of(named.group(1), Integer.parseInt(named.group(2))));
    }

    private void reset(String consumer, JsonObject order) {
        if (order.containsKey("since")) {
            Instant since = instant(text(order, "since"));
            change(400, () -> consumers.reset(consumer, since));
        } else {
            long position = number(order, "position");
            change(400, () -> consumers.reset(consumer, position));
        }
    }

    /**
     * Changes something.
     *
     * @param wrong what it means if the argument is wrong and the consumer is there
     */
    private static void change(int wrong, Runnable change) {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    e instanceof UnknownConsumerException ? 404 : wrong, message(e));
        } catch (IllegalStateException | DefinitionException e) {
            throw new RefusedException(409, message(e));
        }
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    private static String text(JsonObject order, String name) {
        if (order.get(name) instanceof JsonString text
                && !text.getString().isEmpty()
                && text.getString().length() <= 255) {
            return text.getString();
        }
        throw new RefusedException(
                400, "Not a value for '%s': expected 1 to 255 characters".formatted(name));
    }

    private static long number(JsonObject order, String name) {
        JsonValue value = order.get(name);
        if (value instanceof JsonNumber number
                && number.isIntegral()
                && number.bigIntegerValue().bitLength() < Long.SIZE
                && number.longValue() >= 0) {
            return number.longValue();
        }
        throw new RefusedException(
                400, "Not a value for '%s': expected a whole number".formatted(name));
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

    private static String describe(JsonObject order) {
        StringBuilder told = new StringBuilder(text(order, "action"));
        told.append(" of consumer ").append(text(order, "consumer"));
        for (String name : new String[] {"position", "since"}) {
            if (order.containsKey(name)) {
                told.append(", ").append(name).append(' ').append(order.get(name));
            }
        }
        return told.toString();
    }

    private interface VersionChange {
        void of(String family, int version);
    }

    static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
