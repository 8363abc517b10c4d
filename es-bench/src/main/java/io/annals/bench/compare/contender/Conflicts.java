package io.annals.bench.compare.contender;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what databases say when two writers meet. */
public final class Conflicts {

    private static final Set<String> STATES =
            Set.of("23505", "23000", "23001", "40001", "40P01", "HYT00", "90131");

    private Conflicts() {}

    /** Whether a key was there already, or the database has given up on a lock. */
    public static boolean isOne(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isState(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isState(SQLException failure) {
        for (SQLException next = failure; next != null; next = next.getNextException()) {
            if (next.getSQLState() != null && STATES.contains(next.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
