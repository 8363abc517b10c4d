package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.compare.contender.Elsewhere;

/**
 * A part of a workload that is measured by itself: its rounds go from contender to contender before
 * the next case begins.
 *
 * @param name says which part it is, for who watches
 * @param preparation stores what has to be there, once for each contender
 */
public record Case(String name, Preparation preparation) {

    /** Makes a trial. */
    @FunctionalInterface
    public interface Preparation {

        /** Prepares the case for a contender, who is in another process, too, if it is started. */
        Trial of(Contender contender, Elsewhere elsewhere);
    }
}
