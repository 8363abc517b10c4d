package io.annals.es.jpa;

import static java.util.stream.Collectors.toSet;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases by the clock of the database. */
@Timeout(300)
class LeasesTest {

    private static final Duration LEASE = Duration.ofHours(1);

    /** As if so much time went by; that which really does counts for nothing beside it. */
    private static final String A_QUARTER_LATER =
            "UPDATE es_lease SET expires = expires - INTERVAL '15' MINUTE";

    private static final String TWO_SECONDS_BEFORE_THE_END =
            "UPDATE es_lease SET expires = expires - INTERVAL '3598' SECOND";

    static Stream<Supplier<Login>> databases() {
        return Stream.of(H2File::create, PostgresServer::create, MariaDbServer::create);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void another_node_gets_a_lease_that_nobody_renews(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            LeaseStore leases = leases(database);
            long first = hold(leases, "view", "here").orElseThrow();
            assertEquals(OptionalLong.empty(), hold(leases, "view", "there"));
            database.execute(TWO_SECONDS_BEFORE_THE_END);
            long second = awaitLease(leases, "there");
            assertTrue(second > first);
            assertEquals(OptionalLong.empty(), hold(leases, "view", "here"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_lease_that_is_asked_for_again_and_again_stays(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            LeaseStore leases = leases(database);
            long epoch = hold(leases, "view", "here").orElseThrow();
            hold(leases, "clock", "nobody else");
            for (OptionalLong clock = OptionalLong.empty(); clock.isEmpty(); ) {
                assertEquals(OptionalLong.of(epoch), hold(leases, "view", "here"));
                assertEquals(OptionalLong.empty(), hold(leases, "view", "there"));
                database.execute(A_QUARTER_LATER);
                clock = hold(leases, "clock", "whoever comes after " + LEASE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void leases_are_kept_by_one_statement_and_renewed_by_two_more(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            AtomicInteger statements = new AtomicInteger();
            StorageSettings settings =
                    StorageSettings.defaults().withCreateSchema(true).withLeaseDuration(LEASE);
            LeaseStore leases =
                    Steps.open(database, settings, statements::incrementAndGet).leases();
            Set<String> many = Set.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
            Map<String, Long> held = leases.hold(many, "here");
            hold(leases, "clock", "nobody else");
            List<Integer> costs = new ArrayList<>();
            for (OptionalLong clock = OptionalLong.empty(); clock.isEmpty(); ) {
                statements.set(0);
                assertEquals(held, leases.hold(many, "here"));
                costs.add(statements.get());
                database.execute(A_QUARTER_LATER);
                clock = hold(leases, "clock", "whoever comes after " + LEASE);
            }
            // Each transaction is a step, too. Without any renewal they would be over by now.
            assertEquals(
                    Set.of(),
                    costs.stream().filter(cost -> cost != 2 && cost != 5).collect(toSet()));
            assertTrue(costs.contains(5), costs::toString);
            assertEquals(Map.of(), leases.hold(many, "there"));
        }
    }

    private static OptionalLong hold(LeaseStore leases, String name, String owner) {
        Long epoch = leases.hold(Set.of(name), owner).get(name);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    private static long awaitLease(LeaseStore leases, String owner) {
        OptionalLong epoch = hold(leases, "view", owner);
        while (epoch.isEmpty()) {
            LockSupport.parkNanos(10_000_000);
            epoch = hold(leases, "view", owner);
        }
        return epoch.getAsLong();
    }

    private static LeaseStore leases(TestDatabase database) {
        return database.journal(
                        StorageSettings.defaults().withCreateSchema(true).withLeaseDuration(LEASE))
                .leases();
    }
}
