package io.annals.es.jpa;

import static java.util.stream.Collectors.joining;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.Holder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code es_lease}, by which one node of many does what only one may do.
 *
 * <p>Who it belongs to is known by the row alone, and time is the database's: no clock of a node
 * and no memory of a node counts. A node acts in a transaction that begins by {@link #hold}: this
 * locks the row, so that nobody takes the lease over before that transaction has ended, and it
 * fails if somebody has.
 *
 * <p>A node may freeze in such a transaction, and keep the row locked until the database ends it.
 * Nobody waits for that: where others may have locked the row, it is locked only if it is free.
 *
 * <p>A clock that is set back leaves a lease that seems to last for as long as the clock was ahead.
 * So a lease that lasts for more than twice this node's duration counts as expired: nobody waits
 * longer than that for a node that is dead. Nodes of different durations may take each other's
 * lease for such a one, but only the node of the shorter duration does, of less than half the
 * other's; so it changes hands once, and not back. Whoever had it is fenced by the epoch as ever.
 */
final class Lease {

    private static final String LOOK =
            """
            SELECT name, owner, epoch, CASE WHEN %s THEN 1 ELSE 0 END, CASE WHEN expires <= %s THEN 1 ELSE 0 END
            FROM es_lease WHERE name IN (%s)""";
    private static final String IF_FREE = " FOR UPDATE SKIP LOCKED";
    private static final String OWNERS = "SELECT name, owner FROM es_lease WHERE expires > %s";
    private static final String EXPIRED = "(expires <= %s OR expires > %s)";
    private static final String RENEW =
            "UPDATE es_lease SET expires = %s WHERE name = ?1 AND owner = ?2 AND epoch = ?3";
    private static final String RENEW_ALL =
            "UPDATE es_lease SET expires = %s WHERE owner = ?%d AND name IN (%s)";
    private static final String NOBODY = "nobody";
    private static final String TAKE_OVER =
            """
            UPDATE es_lease SET owner = ?2, epoch = epoch + 1, expires = %s
            WHERE name = ?1 AND epoch = ?3 AND %s""";

    private final Sql sql;
    private final String name;
    private final String owner;
    private final String look;
    private final String renew;
    private final String takeOver;
    private final String release;
    private final String create;

    /**
     * A node's view of a lease.
     *
     * @param owner names the node and no other
     * @param duration how long it lasts unless renewed
     */
    Lease(Sql sql, Database database, String name, String owner, Duration duration) {
        String now = database.clock(Duration.ZERO);
        String end = database.clock(duration);
        String expired = expired(database, duration);
        this.sql = sql;
        this.name = name;
        this.owner = owner;
        this.look = look(database, duration, 1);
        this.renew = RENEW.formatted(end);
        this.takeOver = TAKE_OVER.formatted(end, expired);
        this.release = RENEW.formatted(now);
        this.create = database.createLease();
    }

    /** The names and owners of all leases that are valid. */
    static List<?> owners(Sql sql, Database database) {
        return sql.rows(OWNERS.formatted(database.clock(Duration.ZERO)));
    }

    /**
     * Reads several rows without locking them.
     *
     * @param names of the leases; the same one may be there twice
     */
    static Map<String, Seen> find(
            Sql sql, Database database, Duration duration, List<String> names, String owner) {
        return read(sql, look(database, duration, names.size()), names, owner);
    }

    /** The same rows without those that another transaction has locked; locks them. */
    static Map<String, Seen> lock(
            Sql sql, Database database, Duration duration, List<String> names, String owner) {
        return read(sql, look(database, duration, names.size()) + IF_FREE, names, owner);
    }

    private static Map<String, Seen> read(Sql sql, String query, List<String> names, String owner) {
        Map<String, Seen> found = new HashMap<>();
        for (Object each : sql.rows(query, names.toArray())) {
            @Nullable Object[] row = (Object[]) each;
            found.put(String.valueOf(row[0]), seen(row, owner));
        }
        return found;
    }

    /**
     * Renews several leases that are locked.
     *
     * @param names as {@link #find}
     */
    static void renew(
            Sql sql, Database database, Duration duration, List<String> names, String owner) {
        int count = names.size();
        String renew = RENEW_ALL.formatted(database.clock(duration), count + 1, parameters(count));
        sql.update(renew, Stream.concat(names.stream(), Stream.of(owner)).toArray());
    }

    private static String look(Database database, Duration duration, int names) {
        return LOOK.formatted(
                expired(database, duration),
                database.clock(duration.multipliedBy(2).dividedBy(3)),
                parameters(names));
    }

    private static String expired(Database database, Duration duration) {
        return EXPIRED.formatted(
                database.clock(Duration.ZERO), database.clock(duration.multipliedBy(2)));
    }

    private static String parameters(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "?" + i).collect(joining(", "));
    }

    /** Reads the row without locking it. */
    Seen look() {
        return find().orElseThrow(
                        () ->
                                new EventSourcingException(
                                        "Could not find the lease '%s': expected a row of that name in table es_lease. Insert it as the script in the es-jpa jar does"
                                                .formatted(name)));
    }

    /** Reads the row, if there is one, without locking it. */
    Optional<Seen> find() {
        return sql.rows(look, name).stream().map(row -> seen((Object[]) row, owner)).findFirst();
    }

    /** Makes the row, as one of nobody's, unless another node is making it. */
    void create() {
        sql.update(create, name, NOBODY);
    }

    /**
     * Renews the lease if it is this node's, or takes it over if it has expired: the first
     * statements of a transaction.
     *
     * @return whether it is this node's until the transaction has ended
     */
    boolean hold(Seen seen) {
        boolean open = seen.expired ? isFree() : seen.mine;
        return open && sql.update(seen.mine ? renew : takeOver, name, owner, seen.epoch) == 1;
    }

    /** Lets others take the lease over at once, if it is this node's. */
    void release(Seen seen) {
        if (!seen.mine) {
            return;
        }
        if (!isFree()) {
            throw new ContentionException(
                    "Could not give back the lease '%s': another transaction has locked its row in table es_lease. Others get it once its time is over"
                            .formatted(name),
                    null);
        }
        sql.update(release, name, owner, seen.epoch);
    }

    /** Whether no other transaction has locked the row; locks it. */
    private boolean isFree() {
        return !sql.rows(look + IF_FREE, name).isEmpty();
    }

    private static Seen seen(@Nullable Object[] row, String owner) {
        String holder = String.valueOf(row[1]);
        boolean expired = Sql.number(row[3]) != 0;
        return new Seen(
                holder,
                Sql.number(row[2]),
                holder.equals(owner),
                expired,
                expired || Sql.number(row[4]) != 0);
    }

    /**
     * A lease as it was at some moment.
     *
     * @param owner the node that has or had it: process, host, and an id of its own
     * @param epoch how often it was taken over
     * @param mine whether this node is the owner
     * @param expired whether another node may take it over
     * @param due whether it is time to renew it
     */
    record Seen(String owner, long epoch, boolean mine, boolean expired, boolean due) {

        /** The same after a renewal. */
        Seen renewed() {
            return new Seen(owner, epoch, mine, false, false);
        }

        /** The owner, for those who wait for it. */
        Holder holder() {
            int host = owner.indexOf('@');
            return new Holder(
                    describe(host < 0 ? owner : "pid " + owner.substring(0, host)),
                    describe(owner));
        }

        private String describe(String who) {
            return "the node that gives events their positions, %s%s (epoch %d, lease %s)"
                    .formatted(mine ? "this one, " : "", who, epoch, expired ? "expired" : "valid");
        }
    }
}
