package io.annals.es.jpa;

import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.Transactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Leases in {@code es_lease}; a row is made when its lease is wanted for the first time. */
final class Leases implements LeaseStore {

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
    public OptionalLong hold(String name, String owner) {
        Lease lease = lease(name, owner);
        try {
            Lease.Seen seen = transactions.inNew(lease::find).orElseGet(() -> made(lease));
            if (seen.mine() && !seen.due()) {
                return OptionalLong.of(seen.epoch());
            }
            return transactions.inNew(() -> lease.hold(seen))
                    ? OptionalLong.of(seen.mine() ? seen.epoch() : seen.epoch() + 1)
                    : OptionalLong.empty();
        } catch (RuntimeException e) {
            throw Failures.translate("hold the lease " + name, e);
        }
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
