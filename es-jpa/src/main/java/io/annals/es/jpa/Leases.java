package io.annals.es.jpa;

import io.annals.es.ContentionException;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Leases in {@code es_lease}; a row is made when its lease is wanted for the first time. */
final class Leases implements LeaseStore {

    private static final int AT_ONCE = 256;

    private final Sql sql;
    private final Database database;
    private final Transactions transactions;
    private final Duration duration;

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
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            try {
                held.putAll(holdSome(some, owner));
            } catch (RuntimeException e) {
                throw Failures.translate("hold the leases " + some, e);
            }
        }
        return held;
    }

    private Map<String, Long> holdSome(List<String> names, String owner) {
        Map<String, Lease.Seen> seen =
                transactions.inNew(
                        () -> Lease.find(sql, database, duration, filledUp(names), owner));
        List<String> due =
                seen.entrySet().stream()
                        .filter(each -> each.getValue().mine() && each.getValue().due())
                        .map(Map.Entry::getKey)
                        .toList();
        boolean renewed = due.isEmpty() || areRenewed(due, owner);
        Map<String, Long> held = new HashMap<>();
        for (String name : names) {
            Lease.Seen lease = seen.get(name);
            if (lease != null && lease.mine() && (renewed || !lease.due())) {
                held.put(name, lease.epoch());
            } else if (lease == null || lease.mine() || lease.expired()) {
                take(lease(name, owner), lease).ifPresent(epoch -> held.put(name, epoch));
            }
        }
        return held;
    }

    /** All of them, or at least one belongs to another node by now. */
    private boolean areRenewed(List<String> names, String owner) {
        return transactions.inNew(
                        () -> Lease.renew(sql, database, duration, filledUp(names), owner))
                == names.size();
    }

    private OptionalLong take(Lease lease, Lease.@Nullable Seen found) {
        try {
            Lease.Seen seen = found == null ? made(lease) : found;
            return transactions.inNew(() -> lease.hold(seen))
                    ? OptionalLong.of(seen.mine() ? seen.epoch() : seen.epoch() + 1)
                    : OptionalLong.empty();
        } catch (RuntimeException e) {
            if (Failures.translate("take a lease", e) instanceof ContentionException) {
                return OptionalLong.empty(); // another node is taking it; others must not suffer
            }
            throw e;
        }
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

    /** Another node may make the row at the same time. */
    private Lease.Seen made(Lease lease) {
        try {
            transactions.inNew(
                    () -> {
                        lease.create();
                        return true;
                    });
        } catch (RuntimeException e) {
            Optional<Lease.Seen> others = transactions.inNew(lease::find);
            return others.orElseThrow(() -> e);
        }
        return transactions.inNew(lease::look);
    }

    private Lease lease(String name, String owner) {
        return new Lease(sql, database, name, owner, duration);
    }
}
