package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Transactions;
import java.util.List;
import java.util.regex.Pattern;

/** Finds out which database it is, by queries that fail on none of the supported ones. */
final class Databases {

    /**
     * One system table of each kind of database; H2 can pretend to be PostgreSQL, not the other way
     * round.
     */
    private static final String SYSTEM_TABLES =
            """
            SELECT lower(table_name) FROM information_schema.tables
            WHERE lower(table_schema) = 'information_schema' AND lower(table_name) = 'in_doubt'
               OR lower(table_schema) = 'information_schema' AND lower(table_name) = 'innodb_trx'
               OR lower(table_schema) = 'pg_catalog' AND lower(table_name) = 'pg_class'""";

    /** As 8.0.36, 8.4.2-commercial, 9.1.0-log; not so databases that only speak its language. */
    private static final Pattern MYSQL =
            Pattern.compile("[89]\\.\\d+\\.\\d+(-(log|commercial|debug|\\d+).*)?");

    private Databases() {}

    static Database detect(Sql sql, Transactions transactions) {
        List<?> tables;
        try {
            tables = transactions.inNew(() -> sql.rows(SYSTEM_TABLES));
        } catch (RuntimeException e) {
            throw new EventSourcingException(
                    unsupported("one without information_schema.tables"), e);
        }
        if (tables.contains("in_doubt")) {
            return new H2();
        }
        if (!tables.contains("pg_class") && !tables.contains("innodb_trx")) {
            throw new EventSourcingException(unsupported("another one"));
        }
        String version =
                String.valueOf(transactions.inNew(() -> sql.rows("SELECT version()")).get(0));
        if (version.contains("-MariaDB")) {
            return MariaDb.mariaDb();
        }
        if (MYSQL.matcher(version).matches()) {
            return MariaDb.mySql();
        }
        if (!version.startsWith("PostgreSQL ")) {
            throw new EventSourcingException(unsupported(version));
        }
        return new PostgreSql();
    }

    private static String unsupported(String found) {
        return "Could not open the journal: expected PostgreSQL, MariaDB, MySQL or H2, but the database is %s. Point the persistence unit's data source to a supported database"
                .formatted(found);
    }
}
