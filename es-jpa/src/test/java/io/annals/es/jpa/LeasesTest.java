package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.StorageSettings;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases by the clock of the database. */
class LeasesTest {

    private static final Duration LEASE = Duration.ofSeconds(2);

    static Stream<Supplier<Login>> databases() {
        return Stream.of(H2File::create, PostgresServer::create, MariaDbServer::create);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void another_node_gets_a_lease_that_nobody_renews(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            LeaseStore leases = leases(database);
            long first = leases.hold("view", "here").orElseThrow();
            assertEquals(OptionalLong.empty(), leases.hold("view", "there"));
            long second = awaitLease(leases, "there");
            assertTrue(second > first);
            assertEquals(OptionalLong.empty(), leases.hold("view", "here"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_lease_that_is_asked_for_again_and_again_stays(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            LeaseStore leases = leases(database);
            long epoch = leases.hold("view", "here").orElseThrow();
            leases.hold("clock", "nobody else");
            for (OptionalLong clock = OptionalLong.empty(); clock.isEmpty(); ) {
                assertEquals(OptionalLong.of(epoch), leases.hold("view", "here"));
                assertEquals(OptionalLong.empty(), leases.hold("view", "there"));
                LockSupport.parkNanos(10_000_000);
                clock = leases.hold("clock", "whoever comes after " + LEASE);
            }
        }
    }

    private static long awaitLease(LeaseStore leases, String owner) {
        OptionalLong epoch = leases.hold("view", owner);
        while (epoch.isEmpty()) {
            LockSupport.parkNanos(10_000_000);
            epoch = leases.hold("view", owner);
        }
        return epoch.getAsLong();
    }

    private static LeaseStore leases(TestDatabase database) {
        return database.journal(
                        StorageSettings.defaults().withCreateSchema(true).withLeaseDuration(LEASE))
                .leases();
    }
}
