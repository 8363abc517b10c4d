package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.JournalStorage;
import io.annals.testing.H2File;
import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;
import io.annals.testing.PostgresServer;
import io.annals.testing.TestDatabase;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the journal refuses to start on, each with its reason and the way out. */
class StartupTest {

    static Stream<Supplier<Login>> databases() {
        return Stream.of(H2File::create, PostgresServer::create, MariaDbServer::create);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refuses_a_database_without_tables(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            assertRefused(
                    () -> database.journal(false),
                    "V1__create_es_journal.sql",
                    "es.journal.create-schema=true");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void creates_missing_tables_once_when_told_to(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            database.journal(true);
            database.journal(true);
            database.journal(false);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refuses_tables_of_another_version(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            database.journal();
            database.execute("UPDATE es_journal SET schema_version = 7");
            assertRefused(database::journal, "expected schema version 2", "found 7");
            database.execute("DELETE FROM es_journal");
            assertRefused(database::journal, "expected schema version 2", "found no row");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void an_open_journal_tells_when_its_tables_have_become_of_another_version_or_are_gone(
            Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            JournalStorage journal = database.journal();
            journal.check();
            database.execute("UPDATE es_journal SET schema_version = 7");
            assertRefused(journal::check, "expected schema version 2", "found 7");
            database.execute("UPDATE es_journal SET schema_version = 2");
            journal.check();
            database.execute("DROP TABLE es_journal");
            assertRefused(journal::check, "es_journal");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refuses_to_create_tables_beside_a_part_of_them(Supplier<Login> logins) {
        try (TestDatabase database = new TestDatabase(logins.get())) {
            database.execute("CREATE TABLE es_checkpoint (consumer varchar(10))");
            assertRefused(database::journal, "Could not create the journal's tables");
        }
    }

    @Test
    void refuses_an_event_table_that_the_script_did_not_make() {
        try (TestDatabase database = new TestDatabase(H2File.create())) {
            database.journal();
            database.execute("DROP INDEX es_event_position");
            assertRefused(database::journal, "SQLSTATE");
        }
    }

    @Test
    void refuses_a_database_that_only_looks_like_postgresql() {
        onPostgreSql(
                database -> {
                    preferPublicOverSystem(database);
                    database.execute(
                            "CREATE FUNCTION public.version() RETURNS text LANGUAGE sql AS 'SELECT ''OtherDB 24.1'''");
                },
                "expected PostgreSQL, MariaDB, MySQL or H2",
                "OtherDB 24.1");
    }

    @Test
    void refuses_a_sequence_that_hands_out_positions_in_blocks() {
        onPostgreSql(
                database ->
                        database.execute("ALTER TABLE es_event ALTER COLUMN position SET CACHE 20"),
                "cache 20",
                "SET CACHE 1");
    }

    @Test
    void refuses_a_sequence_that_begins_again_at_its_end() {
        onPostgreSql(
                database ->
                        database.execute("ALTER TABLE es_event ALTER COLUMN position SET CYCLE"),
                "a cycle",
                "SET NO CYCLE");
    }

    @Test
    void refuses_a_sequence_that_counts_down() {
        onPostgreSql(
                database ->
                        database.execute(
                                "ALTER TABLE es_event ALTER COLUMN position SET INCREMENT BY -1 SET MINVALUE -1000"),
                "increment -1",
                "SET INCREMENT BY 1");
    }

    @Test
    void refuses_a_sequence_behind_the_last_position() {
        onPostgreSql(
                database -> {
                    ParkedWriter.commitOne(database);
                    ParkedWriter.commitOne(database);
                    database.execute("ALTER TABLE es_event ALTER COLUMN position RESTART WITH 1");
                },
                "behind the journal's last position 2",
                "setval");
    }

    @Test
    void refuses_positions_that_no_sequence_makes() {
        onPostgreSql(
                database ->
                        database.execute(
                                "ALTER TABLE es_event ALTER COLUMN position DROP IDENTITY"),
                "not an identity column");
    }

    @Test
    void refuses_an_isolation_that_keeps_old_snapshots() {
        onPostgreSql(
                database ->
                        database.execute(
                                "ALTER ROLE postgres IN DATABASE %s SET default_transaction_isolation = 'repeatable read'"
                                        .formatted(name(database))),
                "expected transaction isolation read committed, found repeatable read");
    }

    @Test
    void refuses_a_read_only_database() {
        onPostgreSql(
                StartupTest::makeReadOnly,
                "expected transactions that may write, found transaction_read_only on",
                "default_transaction_read_only");
    }

    @Test
    void refuses_a_read_only_file() {
        Login login = H2File.create();
        try (TestDatabase database = new TestDatabase(login)) {
            database.journal();
        }
        Login readOnly =
                new Login(login.url() + ";ACCESS_MODE_DATA=r", login.user(), login.password());
        try (TestDatabase database = new TestDatabase(readOnly)) {
            assertRefused(
                    () -> database.journal(false), "the database is read-only", "ACCESS_MODE_DATA");
        }
    }

    @Test
    void refuses_a_read_only_server_unless_the_user_may_write_there_all_the_same() {
        Login root = MariaDbServer.create();
        try (TestDatabase database = new TestDatabase(root)) {
            database.journal();
            database.execute(
                    "CREATE USER application@'%'",
                    "GRANT ALL ON *.* TO application@'%'",
                    "REVOKE READ_ONLY ADMIN, SUPER ON *.* FROM application@'%'",
                    "SET GLOBAL read_only = ON");
            try (TestDatabase other = new TestDatabase(new Login(root.url(), "application", ""))) {
                assertRefused(
                        () -> other.journal(false), "found read_only ON", "set read_only to OFF");
                database.journal(false);
            } finally {
                database.execute("SET GLOBAL read_only = OFF", "DROP USER application@'%'");
            }
        }
    }

    @Test
    void refuses_sessions_that_may_only_read() {
        onMariaDb(
                "transaction_isolation='READ-COMMITTED',transaction_read_only=1",
                "transaction_read_only ON",
                "is not read-only");
    }

    @Test
    void cannot_create_tables_in_a_read_only_database() {
        Login login = PostgresServer.create();
        try (TestDatabase database = new TestDatabase(login)) {
            makeReadOnly(database);
        }
        try (TestDatabase database = new TestDatabase(login)) {
            assertRefused(database::journal, "SQLSTATE 25006", "is not read-only");
        }
    }

    @Test
    void refuses_a_server_that_does_not_show_the_locks_of_other_transactions() {
        onPostgreSql(
                database -> {
                    preferPublicOverSystem(database);
                    database.execute(
                            "CREATE VIEW public.pg_locks AS SELECT * FROM pg_catalog.pg_locks WHERE pid = pg_backend_pid()");
                },
                "is not seen in pg_locks");
    }

    @Test
    void refuses_the_isolation_that_shows_what_is_not_committed() {
        Login login = H2File.create();
        String url =
                login.url()
                        + ";INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ UNCOMMITTED";
        try (TestDatabase database =
                new TestDatabase(new Login(url, login.user(), login.password()))) {
            assertRefused(
                    database::journal,
                    "expected transaction isolation READ COMMITTED, found READ UNCOMMITTED");
        }
    }

    @Test
    void refuses_the_isolation_in_which_appends_to_different_streams_block_each_other() {
        onMariaDb(
                "transaction_isolation='REPEATABLE-READ'",
                "expected transaction isolation READ-COMMITTED, found REPEATABLE-READ",
                "sessionVariables=transaction_isolation='READ-COMMITTED'");
    }

    @Test
    void refuses_an_sql_mode_that_shortens_values() {
        onMariaDb(
                "transaction_isolation='READ-COMMITTED',sql_mode='NO_ENGINE_SUBSTITUTION'",
                "found 'NO_ENGINE_SUBSTITUTION'",
                "Add STRICT_TRANS_TABLES");
    }

    @Test
    void refuses_a_packet_too_small_for_a_payload() {
        try (MariaDbServer server = MariaDbServer.start("--max-allowed-packet=16M");
                TestDatabase database = new TestDatabase(server.createDatabase())) {
            assertRefused(database::journal, "found 16777216", "max_allowed_packet=64M");
        }
    }

    /**
     * A single server cannot join a cluster: its variables are told by a table that says it has.
     */
    @Test
    void refuses_a_member_of_a_galera_cluster() {
        try (TestDatabase database = new TestDatabase(MariaDbServer.create())) {
            String schema =
                    database.transactions.inNew(
                            () ->
                                    (String)
                                            database.em
                                                    .createNativeQuery("SELECT database()")
                                                    .getSingleResult());
            database.execute(
                    "CREATE TABLE session_variables AS SELECT * FROM information_schema.session_variables"
                            + " WHERE variable_name <> 'WSREP_ON'",
                    "INSERT INTO session_variables VALUES ('WSREP_ON', 'ON')");
            assertRefused(
                    () -> MariaDbChecks.check(new Sql(database.em), database.transactions, schema),
                    "Galera cluster",
                    "single server");
        }
    }

    @Test
    void refuses_tables_without_transactions_or_with_keys_of_another_collation() {
        try (TestDatabase database = new TestDatabase(MariaDbServer.create())) {
            database.journal();
            database.execute("ALTER TABLE es_lease ENGINE = Aria");
            assertRefused(database::journal, "table es_lease is kept by the engine Aria");
            database.execute(
                    "ALTER TABLE es_lease ENGINE = InnoDB",
                    "ALTER TABLE es_event MODIFY stream_id varchar(255) COLLATE utf8mb4_bin NOT NULL");
            assertRefused(
                    database::journal, "column es_event.stream_id has the collation utf8mb4_bin");
        }
    }

    /** Expects that the journal does not open in sessions of such variables. */
    private static void onMariaDb(String sessionVariables, String... reasons) {
        Login login = MariaDbServer.create();
        try (TestDatabase database = new TestDatabase(login)) {
            database.journal();
        }
        String url =
                login.url()
                        .replaceAll("sessionVariables=.*", "sessionVariables=" + sessionVariables);
        try (TestDatabase database =
                new TestDatabase(new Login(url, login.user(), login.password()))) {
            assertRefused(database::journal, reasons);
        }
    }

    /** Opens the journal, changes the database, and expects that it does not open any more. */
    private static void onPostgreSql(Change change, String... reasons) {
        Login login = PostgresServer.create();
        try (TestDatabase database = new TestDatabase(login)) {
            database.journal();
            change.make(database);
        }
        try (TestDatabase database = new TestDatabase(login)) {
            assertRefused(() -> database.journal(false), reasons);
        }
    }

    private static void makeReadOnly(TestDatabase database) {
        database.execute(
                "ALTER DATABASE %s SET default_transaction_read_only = on"
                        .formatted(name(database)));
    }

    private static void preferPublicOverSystem(TestDatabase database) {
        database.execute(
                "ALTER DATABASE %s SET search_path = public, pg_catalog".formatted(name(database)));
    }

    private static String name(TestDatabase database) {
        String url = database.url();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static void assertRefused(Runnable opening, String... reasons) {
        EventSourcingException refusal = assertThrows(EventSourcingException.class, opening::run);
        assertEquals(EventSourcingException.class, refusal.getClass());
        String message = refusal.getMessage();
        for (String reason : reasons) {
            assertTrue(message.contains(reason), message);
        }
    }

    private interface Change {
        void make(TestDatabase database);
    }
}
