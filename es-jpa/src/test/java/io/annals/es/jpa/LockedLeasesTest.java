package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ContentionException;
import io.annals.es.EventSourcingException;
import io.annals.es.spi.LeaseStore;
import io.annals.es.spi.StorageSettings;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PersistenceProviders;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Leases some of whose rows a transaction has locked that ends only after the call; a wait for a
 * lock lasts for an hour at least.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedLeasesTest {

    private static final Set<String> ABC = Set.of("a", "b", "c");
    private static final Duration SHORT = Duration.ofHours(1);

    /** So long that what was renewed for a short one is to be renewed again. */
    private static final Duration LONG = Duration.ofHours(10);

    private static final String EXPIRE = "UPDATE es_lease SET expires = '2000-01-01 00:00:00'";
    private static final String TAKE_A =
            "UPDATE es_lease SET owner = 'frozen', epoch = epoch + 1 WHERE name = 'a'";

    static Stream<Arguments> databases() {
        return Stream.concat(
                onBothProviders(() -> with(H2File.create(), ";LOCK_TIMEOUT=3600000")), servers());
    }

    /** H2 gives up by itself where two transactions insert the same key. */
    static Stream<Arguments> servers() {
        return Stream.concat(
                onBothProviders(PostgresServer::create),
                onBothProviders(
                        () -> with(MariaDbServer.create(), ",innodb_lock_wait_timeout=3600")));
    }

    private static Login with(Login login, String settings) {
        return new Login(login.url() + settings, login.user(), login.password());
    }

    private static Stream<Arguments> onBothProviders(Supplier<Login> logins) {
        return Stream.of(PersistenceProviders.values())
                .map(provider -> Arguments.of(logins, provider));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_lease_that_another_node_is_taking_holds_up_no_other(
            Supplier<Login> logins, PersistenceProviders provider) throws SQLException {
        try (TestDatabase database = new TestDatabase(logins.get(), provider)) {
            LeaseStore leases = leases(database, SHORT);
            leases.hold(ABC, "here");
            database.execute(EXPIRE);
            try (Connection frozen = frozen(database, TAKE_A)) {
                assertEquals(Set.of("b", "c"), leases.hold(ABC, "there").keySet());
                frozen.rollback();
            }
            assertEquals(ABC, leases.hold(ABC, "there").keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void own_leases_are_renewed_but_those_whose_rows_are_locked(
            Supplier<Login> logins, PersistenceProviders provider) throws SQLException {
        try (TestDatabase database = new TestDatabase(logins.get(), provider)) {
            Map<String, Long> held = leases(database, SHORT).hold(ABC, "here");
            LeaseStore leases = leases(database, LONG);
            String end = end(database, "b");
            try (Connection frozen = frozen(database, TAKE_A)) {
                assertEquals(held, leases.hold(ABC, "here"), "before the time of any is over");
                assertNotEquals(end, end(database, "b"));
                database.execute(EXPIRE + " WHERE name <> 'a'");
                assertEquals(held, leases.hold(ABC, "here"));
                frozen.rollback();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_own_lease_is_lost_whose_row_is_locked_when_its_time_is_over(
            Supplier<Login> logins, PersistenceProviders provider) throws SQLException {
        try (TestDatabase database = new TestDatabase(logins.get(), provider)) {
            LeaseStore leases = leases(database, SHORT);
            Map<String, Long> held = leases.hold(ABC, "here");
            database.execute(EXPIRE);
            try (Connection frozen = frozen(database, TAKE_A)) {
                assertEquals(Set.of("b", "c"), leases.hold(ABC, "here").keySet());
                frozen.rollback();
            }
            assertEquals(held, leases.hold(ABC, "here"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_lease_whose_row_is_locked_is_not_given_back_and_does_not_hold_up(
            Supplier<Login> logins, PersistenceProviders provider) throws SQLException {
        try (TestDatabase database = new TestDatabase(logins.get(), provider)) {
            LeaseStore leases = leases(database, SHORT);
            leases.hold(ABC, "here");
            try (Connection frozen = frozen(database, TAKE_A)) {
                ContentionException failure =
                        assertThrows(ContentionException.class, () -> leases.release("a", "here"));
                assertTrue(failure.getMessage().contains("lease 'a'"), failure::getMessage);
                leases.release("a", "there");
                leases.release("b", "here");
                frozen.rollback();
            }
            assertEquals(Set.of("b"), leases.hold(ABC, "there").keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_lease_whose_row_another_node_is_making_holds_up_no_other(
            Supplier<Login> logins, PersistenceProviders provider) throws SQLException {
        try (TestDatabase database = new TestDatabase(logins.get(), provider)) {
            LeaseStore leases = leases(database, SHORT);
            String create =
                    Databases.detect(new Sql(database.em), database.transactions).createLease();
            try (Connection frozen =
                    frozen(database, create.replace("?1", "'a'").replace("?2", "'frozen'"))) {
                assertEquals(Set.of("b", "c"), leases.hold(ABC, "there").keySet());
                frozen.rollback();
            }
            assertEquals(ABC, leases.hold(ABC, "there").keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_lease_that_the_database_refuses_is_named_and_costs_no_other(
            Supplier<Login> logins, PersistenceProviders provider) {
        try (TestDatabase database = new TestDatabase(logins.get(), provider)) {
            LeaseStore leases = leases(database, SHORT);
            database.execute("ALTER TABLE es_lease ADD CONSTRAINT no_a CHECK (name <> 'a')");
            List<String> log = new CopyOnWriteArrayList<>();
            try (LogOf ignored = LogOf.type(Leases.class, log::add)) {
                assertEquals(Set.of("b", "c"), leases.hold(ABC, "here").keySet());
                assertEquals(Set.of("b", "c"), leases.hold(ABC, "here").keySet());
            }
            assertEquals(1, log.size(), "once, however often they are asked for: " + log);
            assertTrue(log.get(0).contains("lease 'a'"), log::toString);
            EventSourcingException failure =
                    assertThrows(
                            EventSourcingException.class, () -> leases.hold(Set.of("a"), "here"));
            assertTrue(failure.getMessage().contains("lease 'a'"), failure::getMessage);
        }
    }

    private static LeaseStore leases(TestDatabase database, Duration duration) {
        return database.journal(
                        StorageSettings.defaults()
                                .withCreateSchema(true)
                                .withLeaseDuration(duration))
                .leases();
    }

    /** A transaction that goes no further than this statement. */
    private static Connection frozen(TestDatabase database, String statement) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement frozen = connection.createStatement()) {
            frozen.execute(statement);
        }
        return connection;
    }

    private static String end(TestDatabase database, String name) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT expires FROM es_lease WHERE name = '%s'".formatted(name))) {
            row.next();
            return row.getString(1);
        }
    }
}
