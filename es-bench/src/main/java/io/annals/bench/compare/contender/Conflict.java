package io.annals.bench.compare.contender;

/** Another writer was faster; the same may succeed when it is tried again. */
public final class Conflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Tells what happened. */
    public Conflict(Throwable cause) {
        super("Another writer was faster", cause);
    }
}
