package io.annals.es.jpa;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Leases in {@code es_lease}; a row is made when its lease is wanted for the first time.
 *
 * <p>A row that another transaction has locked counts as another node's: whoever asks for many
 * leases does not wait for one of them.
 */
final class Leases implements LeaseStore {

    private static final Logger LOG = System.getLogger(Leases.class.getName());
    private static final int AT_ONCE = 256;

    private final Sql sql;
    private final Database database;
    private final Transactions transactions;
    private final Duration duration;
    private final Set<String> warned = ConcurrentHashMap.newKeySet(); // they are asked for often

    Leases(Sql sql, Database database, Transactions transactions, Duration duration) {
        this.sql = sql;
        this.database = database;
        this.transactions = transactions;
        this.duration = duration;
    }

    @Override
    public Duration duration() {
        return duration;
    }

    @Override
    public Map<String, Long> hold(Set<String> names, String owner) {
        List<String> all = List.copyOf(new TreeSet<>(names));
        Map<String, Long> held = new HashMap<>();
        Map<String, EventSourcingException> refused = new TreeMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            try {
                holdSome(some, owner, held, refused);
            } catch (RuntimeException e) {
                throw Failures.translate("hold the leases " + some, e);
            }
        }
        if (held.isEmpty() && !refused.isEmpty()) {
            throw refused.values().iterator().next();
        }
        warned.removeAll(held.keySet());
        refused.forEach(
                (name, e) ->
                        LOG.log(warned.add(name) ? Level.WARNING : Level.DEBUG, e.getMessage(), e));
        return held;
    }

    private void holdSome(
            List<String> names,
            String owner,
            Map<String, Long> held,
            Map<String, EventSourcingException> refused) {
        Map<String, Lease.Seen> seen = kept(names, owner);
        for (String name : names) {
            Lease.Seen lease = seen.get(name);
            if (lease != null && lease.mine()) {
                if (!lease.expired()) { // else its row is locked, maybe by who takes it over
                    held.put(name, lease.epoch());
                }
            } else if (lease == null || lease.expired()) {
                try {
                    take(lease(name, owner), lease).ifPresent(epoch -> held.put(name, epoch));
                } catch (RuntimeException e) {
                    note(name, e, refused);
                }
            }
        }
    }

    /** Other leases are tried all the same, but not without a database. */
    private static void note(
            String name, RuntimeException e, Map<String, EventSourcingException> refused) {
        EventSourcingException failure =
                Failures.translate("take the lease '%s'".formatted(name), e);
        if (failure instanceof ContentionException) {
            return; // another node is taking it
        }
        if (!Failures.isOfOneStatement(e)) {
            throw failure;
        }
        refused.put(name, failure);
    }

    /** The leases that there are, once own ones are renewed for which it is time. */
    private Map<String, Lease.Seen> kept(List<String> names, String owner) {
        Map<String, Lease.Seen> seen =
                transactions.inNew(
                        () -> Lease.find(sql, database, duration, filledUp(names), owner));
        List<String> due =
                seen.entrySet().stream()
                        .filter(each -> each.getValue().mine() && each.getValue().due())
                        .map(Map.Entry::getKey)
                        .toList();
        if (!due.isEmpty()) {
            seen.putAll(transactions.inNew(() -> renewed(due, owner)));
        }
        return seen;
    }

    /** Those of them whose rows are free, renewed unless they belong to another node by now. */
    private Map<String, Lease.Seen> renewed(List<String> names, String owner) {
        Map<String, Lease.Seen> free = Lease.lock(sql, database, duration, filledUp(names), owner);
        free.replaceAll((name, lease) -> lease.mine() ? lease.renewed() : lease);
        List<String> mine = names.stream().filter(name -> isMine(free.get(name))).toList();
        if (!mine.isEmpty()) {
            Lease.renew(sql, database, duration, filledUp(mine), owner);
        }
        return free;
    }

    private static boolean isMine(Lease.@Nullable Seen lease) {
        return lease != null && lease.mine();
    }

    private OptionalLong take(Lease lease, Lease.@Nullable Seen found) {
        Optional<Lease.Seen> seen = found == null ? made(lease) : Optional.of(found);
        if (seen.isEmpty() || !transactions.inNew(() -> lease.hold(seen.get()))) {
            return OptionalLong.empty();
        }
        long epoch = seen.get().epoch();
        return OptionalLong.of(seen.get().mine() ? epoch : epoch + 1);
    }

    /** To a power of two, so that there are few different statements. */
    private static List<String> filledUp(List<String> names) {
        int size = names.size() == 1 ? 1 : Integer.highestOneBit(names.size() - 1) * 2;
        List<String> filled = new ArrayList<>(names);
        filled.addAll(Collections.nCopies(size - names.size(), names.get(0)));
        return filled;
    }

    @Override
    public Map<String, String> owners() {
        try {
            Map<String, String> owners = new HashMap<>();
            for (Object row : transactions.inNew(() -> Lease.owners(sql, database))) {
                @Nullable Object[] columns = (Object[]) row;
                owners.put(String.valueOf(columns[0]), String.valueOf(columns[1]));
            }
            return owners;
        } catch (RuntimeException e) {
            throw Failures.translate("read the leases", e);
        }
    }

    @Override
    public void release(String name, String owner) {
        Lease lease = lease(name, owner);
        try {
            transactions.inNew(
                    () -> {
                        lease.find().ifPresent(lease::release);
                        return true;
                    });
        } catch (RuntimeException e) {
            throw Failures.translate("release the lease " + name, e);
        }
    }

    /** The row of a new lease; none while another node's transaction is making it. */
    private Optional<Lease.Seen> made(Lease lease) {
        try {
            transactions.inNew(
                    () -> {
                        lease.create();
                        return true;
                    });
        } catch (RuntimeException e) { // another node may have made the row
            Optional<Lease.Seen> others = transactions.inNew(lease::find);
            if (others.isEmpty()) {
                throw e;
            }
            return others;
        }
        return transactions.inNew(lease::find);
    }

    private Lease lease(String name, String owner) {
        return new Lease(sql, database, name, owner, duration);
    }
}
