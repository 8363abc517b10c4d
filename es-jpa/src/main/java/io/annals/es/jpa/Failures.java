package io.annals.es.jpa;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells by SQLSTATE, never by a message text, what a failed statement means. */
final class Failures {

    /**
     * Serialisation failure, deadlock (standard and PostgreSQL), lock not available, lock time-out
     * and update race (H2), lock time-out and changed record (MariaDB).
     */
    private static final Set<String> CONTENTION =
            Set.of("40001", "40P01", "55P03", "HYT00", "90131", "HY000/1205", "HY000/1020");

    /**
     * Serialisation failure and deadlock: all of the transaction is undone, on every database.
     * After a lock time-out it is the one who began the transaction that has to end it so.
     */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    private static final int MAX_DEPTH = 50;

    private Failures() {}

    /**
     * The exception to throw instead: ours as it is, contention as such, everything else with what
     * was being done.
     */
    static EventSourcingException translate(String what, RuntimeException failure) {
        if (failure instanceof EventSourcingException ours) {
            return ours;
        }
        Set<String> states = states(failure);
        if (states.stream().anyMatch(CONTENTION::contains)) {
            return new ContentionException(
                    ("Could not %s: the database gave up on a lock or on serialisation (SQLSTATE %s). "
                                    + "Nothing was stored; try again in a new transaction")
                            .formatted(what, String.join(", ", states)),
                    failure);
        }
        return new EventSourcingException(
                states.isEmpty()
                        ? "Could not %s: %s".formatted(what, failure)
                        : "Could not %s: the database refused (SQLSTATE %s). See the cause"
                                .formatted(what, String.join(", ", states)),
                failure);
    }

    /**
     * Every SQLSTATE among the causes and their next exceptions; one that says nothing in
     * particular is followed by the database's own code.
     */
    static Set<String> states(Throwable failure) {
        Set<String> states = new HashSet<>();
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException first) {
                collect(first, states);
            }
        }
        return states;
    }

    /**
     * Whether the database refused what it was asked for: if not, it cannot be reached, or the
     * failure is not the database's, and others of its kind would fail, too.
     */
    static boolean isOfOneStatement(RuntimeException failure) {
        Set<String> states = states(failure);
        return !states.isEmpty() && states.stream().noneMatch(state -> state.startsWith("08"));
    }

    /**
     * Whether a transaction lost against another one and is undone: the database says that it has
     * rolled it back, somewhere among the causes or what they suppress, as transaction managers put
     * there what a resource threw at the commit; or it says that it gave up on a lock or found a
     * row changed, which caused an exception that has the transaction rolled back, or tells that it
     * was. After any other checked exception a part of it may be committed.
     */
    static boolean isContention(Throwable thrown) {
        boolean undone = thrown instanceof RuntimeException || thrown instanceof RollbackException;
        return undone && isAny(CONTENTION, thrown) || isRolledBackByContention(thrown);
    }

    private static boolean isRolledBackByContention(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(thrown));
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (seen.add(next)) {
                if (isAny(ROLLED_BACK, next)) {
                    return true;
                }
                open.addAll(List.of(next.getSuppressed()));
                if (next.getCause() != null) {
                    open.add(next.getCause());
                }
            }
        }
        return false;
    }

    private static boolean isAny(Set<String> states, Throwable failure) {
        return states(failure).stream().anyMatch(states::contains);
    }

    private static void collect(SQLException first, Set<String> states) {
        @Nullable SQLException next = first;
        for (int depth = 0;
                next != null && depth < MAX_DEPTH;
                depth++, next = next.getNextException()) {
            String state = next.getSQLState();
            if (state != null) {
                states.add(
                        state.endsWith("000") && next.getErrorCode() != 0
                                ? state + "/" + next.getErrorCode()
                                : state);
            }
        }
    }
}
