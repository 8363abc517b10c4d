package io.annals.bench.torture;

import io.annals.bench.torture.Faults.Fault;
import java.time.Duration;

/**
 * The outcome of a run, in figures.
 *
 * @param acknowledged how many transactions are known to be committed
 * @param refused how many are known to be not
 * @param parked how many of all stayed open for long
 * @param events how many events there are
 * @param holes how many runs of positions belong to no event
 * @param endedAlone how many processes have ended although nobody killed them
 * @param breaches of promises
 */
record Verdict(
        Options options,
        Faults faults,
        long acknowledged,
        long refused,
        long parked,
        long events,
        long holes,
        int endedAlone,
        long breaches) {

    /** Fewer acknowledged transactions than this in each second show nothing. */
    private static final int SLOWEST = 1;

    /** In which every kind of fault comes about by chance. */
    private static final Duration LONG = Duration.ofMinutes(10);

    int exitCode() {
        return breaches > 0 ? 1 : enough() ? 0 : 2;
    }

    private boolean enough() {
        return acknowledged >= SLOWEST * options.duration().toSeconds()
                && parked > 0
                && faults.count(Fault.KILL) > 0
                && (options.duration().compareTo(LONG) < 0
                        || (faults.count(Fault.FREEZE) > 0 && faults.count(Fault.STOP_SERVER) > 0));
    }

    String line() {
        return "%s: %s, seed %d, %d s: %d appends acknowledged, %d refused, %d parked, %d events; %d kills, %d freezes, %d server restarts, %d server disturbances, %d nodes ended alone; %d holes passed, %d breaches"
                .formatted(
                        breaches > 0 ? "BREACH" : enough() ? "PASSED" : "TOO LITTLE HAPPENED",
                        options.database(),
                        options.seed(),
                        options.duration().toSeconds(),
                        acknowledged,
                        refused,
                        parked,
                        events,
                        faults.count(Fault.KILL),
                        faults.count(Fault.FREEZE),
                        faults.count(Fault.STOP_SERVER),
                        faults.count(Fault.DISTURB_SERVER),
                        endedAlone,
                        holes,
                        breaches);
    }
}
