package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Transactions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that the server, the session and the tables let the journal keep its promises. */
final class MariaDbChecks {

    private static final String VARIABLES =
            """
            SELECT upper(variable_name), variable_value FROM %s.session_variables
            WHERE variable_name IN ('tx_isolation', 'transaction_isolation', 'sql_mode', 'max_allowed_packet', 'wsrep_on',
                'read_only', 'tx_read_only', 'transaction_read_only')""";

    private static final String WRONG_TABLES =
            """
            SELECT table_name, engine FROM information_schema.tables
            WHERE table_schema = database() AND table_name IN ('es_event', 'es_checkpoint', 'es_consumer', 'es_dead_letter', 'es_lease', 'es_journal')
                AND engine <> 'InnoDB'""";

    private static final String WRONG_COLUMNS =
            """
            SELECT concat(table_name, '.', column_name), collation_name FROM information_schema.columns
            WHERE table_schema = database()
                AND (table_name = 'es_event' AND column_name IN ('category', 'stream_id', 'type')
                    OR table_name = 'es_checkpoint' AND column_name = 'consumer'
                    OR table_name = 'es_consumer' AND column_name = 'name'
                    OR table_name = 'es_dead_letter' AND column_name IN ('consumer', 'category', 'stream_id', 'type'))
                AND collation_name NOT IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')""";

    /** Refused where it may not be done, and changes nothing where it may. */
    private static final String WRITE = "UPDATE es_lease SET epoch = epoch WHERE 1 = 0";

    /** Drivers write each byte of a payload as two at worst, and there is more in a statement. */
    private static final long MIN_PACKET = 2L * Appender.MAX_BYTES + (2 << 20);

    private final Sql sql;
    private final Transactions transactions;
    private final Map<String, String> variables = new HashMap<>();

    private MariaDbChecks(Sql sql, Transactions transactions, String variablesSchema) {
        this.sql = sql;
        this.transactions = transactions;
        for (Object row : rows(VARIABLES.formatted(variablesSchema))) {
            @Nullable Object[] variable = (Object[]) row;
            variables.put(String.valueOf(variable[0]), String.valueOf(variable[1]));
        }
    }

    /**
     * Runs all checks.
     *
     * @param variablesSchema where the server shows the variables of the session
     */
    static void check(Sql sql, Transactions transactions, String variablesSchema) {
        MariaDbChecks checks = new MariaDbChecks(sql, transactions, variablesSchema);
        checks.checkIsolation();
        checks.checkSqlMode();
        checks.checkPacket();
        checks.checkCluster();
        checks.checkTables();
        checks.checkWritable();
    }

    private void checkIsolation() {
        String isolation =
                variables.getOrDefault("TRANSACTION_ISOLATION", variable("TX_ISOLATION"));
        if (!isolation.equals("READ-COMMITTED")) {
            throw refusal(
                    "expected transaction isolation READ-COMMITTED, found %s, in which appends to different streams block each other"
                            .formatted(isolation),
                    "Set the data source's isolation to read committed, as by sessionVariables=transaction_isolation='READ-COMMITTED' in its URL");
        }
    }

    private void checkSqlMode() {
        String mode = variable("SQL_MODE");
        if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
            throw refusal(
                    "expected the SQL mode STRICT_TRANS_TABLES, found '%s', in which the server shortens what is too long"
                            .formatted(mode),
                    "Add STRICT_TRANS_TABLES to sql_mode");
        }
    }

    private void checkPacket() {
        long packet = Long.parseLong(variable("MAX_ALLOWED_PACKET"));
        if (packet < MIN_PACKET) {
            throw refusal(
                    "expected max_allowed_packet to be %d bytes or more, room for a payload of %d, found %d"
                            .formatted(MIN_PACKET, Appender.MAX_BYTES, packet),
                    "Set max_allowed_packet=64M in the server's configuration");
        }
    }

    private void checkCluster() {
        if (variables.getOrDefault("WSREP_ON", "OFF").equals("ON")) {
            throw refusal(
                    "this server belongs to a Galera cluster, where two servers may accept the same version of a stream until one of them has to take it back at the commit",
                    "Point the data source to a single server, or to the primary of a replication");
        }
    }

    private void checkTables() {
        for (Object row : rows(WRONG_TABLES)) {
            throw refusal(
                    "table %s is kept by the engine %s, which has no transactions"
                            .formatted((Object[]) row),
                    "Run: ALTER TABLE … ENGINE = InnoDB");
        }
        for (Object row : rows(WRONG_COLUMNS)) {
            throw refusal(
                    "column %s has the collation %s, which takes different texts for equal"
                            .formatted((Object[]) row),
                    "Create the tables by the script in the es-jpa jar, whose columns are compared byte by byte");
        }
    }

    /** A user with the right to do so writes where others may only read. */
    private void checkWritable() {
        String found =
                Stream.of("READ_ONLY", "TX_READ_ONLY", "TRANSACTION_READ_ONLY")
                        .filter(name -> !variables.getOrDefault(name, "OFF").equals("OFF"))
                        .map(name -> name.toLowerCase(Locale.ROOT) + " " + variable(name))
                        .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            try {
                transactions.inNew(() -> sql.update(WRITE));
            } catch (RuntimeException e) {
                EventSourcingException refusal =
                        refusal(
                                "expected a server and a session that may write, found " + found,
                                "Point the data source to the primary, set read_only to OFF there, and see that the data source is not read-only");
                refusal.initCause(e);
                throw refusal;
            }
        }
    }

    private String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    private List<?> rows(String query) {
        return transactions.inNew(() -> sql.rows(query));
    }

    private static EventSourcingException refusal(String found, String wayOut) {
        return new EventSourcingException(
                "Could not open the journal: %s. %s".formatted(found, wayOut));
    }
}
