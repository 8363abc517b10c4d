package io.annals.bench.compare.workload;

import java.util.List;

/** One case, prepared for one contender. */
public interface Trial extends AutoCloseable {

    /** Measures once. */
    List<Figure> round();

    /** Ends what was prepared. */
    @Override
    default void close() {}
}
