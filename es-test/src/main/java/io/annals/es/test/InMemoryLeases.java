package io.annals.es.test;

import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.StorageSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Leases of the reference storage. */
final class InMemoryLeases implements LeaseStore {

    private static final Lease NOBODYS = new Lease("nobody", 0, Instant.MIN);

    private final Clock clock;
    private final Map<String, Lease> leases = new HashMap<>();

    InMemoryLeases(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Duration duration() {
        return StorageSettings.defaults().leaseDuration();
    }

    @Override
    public synchronized Map<String, Long> hold(Set<String> names, String owner) {
        Map<String, Long> held = new HashMap<>();
        Instant now = clock.instant();
        for (String name : names) {
            Lease lease = leases.getOrDefault(name, NOBODYS);
            boolean mine = lease.owner.equals(owner);
            if (mine || !lease.expires.isAfter(now)) {
                long epoch = mine ? lease.epoch : lease.epoch + 1;
                leases.put(name, new Lease(owner, epoch, now.plus(duration())));
                held.put(name, epoch);
            }
        }
        return held;
    }

    @Override
    public synchronized Map<String, String> owners() {
        Map<String, String> owners = new HashMap<>();
        leases.forEach(
                (name, lease) -> {
                    if (lease.expires.isAfter(clock.instant())) {
                        owners.put(name, lease.owner);
                    }
                });
        return owners;
    }

    @Override
    public synchronized void release(String name, String owner) {
        Lease lease = leases.getOrDefault(name, NOBODYS);
        if (lease.owner.equals(owner)) {
            leases.put(name, new Lease("nobody", lease.epoch, Instant.MIN));
        }
    }

    private record Lease(String owner, long epoch, Instant expires) {}
}
