package io.annals.es.jpa;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What differs between the databases whose events are numbered after their commit. */
interface Numbering extends Database {

    /** How a query says that it goes by the index named next, however few or many rows that has. */
    default String useIndex() {
        return "FORCE INDEX";
    }

    /**
     * Gives events the positions that follow the head, in the order given, unless they have one.
     *
     * @param seqs which events, ascending
     * @return how many events were given a position
     */
    int number(Sql sql, List<Long> seqs, long head);

    /**
     * Runs the statements of a transaction that holds the lease's row; where the database can, it
     * ends the transaction if this node freezes between two of them for longer than this.
     */
    default <T> T limited(Sql sql, Duration longest, Supplier<T> statements) {
        return statements.get();
    }
}
