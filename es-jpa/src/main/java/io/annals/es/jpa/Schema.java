package io.annals.es.jpa;

import io.annals.es.EventSourcingException;
import io.annals.es.spi.Transactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes sure that the journal's tables are there and of the version that this code knows. */
final class Schema {

    private static final int VERSION = 2;
    private static final String FOUND_VERSION = "SELECT schema_version FROM es_journal";

    private final Database database;
    private final Sql sql;
    private final Transactions transactions;

    Schema(Database database, Sql sql, Transactions transactions) {
        this.database = database;
        this.sql = sql;
        this.transactions = transactions;
    }

    void ensure(boolean create) {
        if (!exists()) {
            if (!create) {
                throw new EventSourcingException(
                        ("Could not open the journal: the database has no table es_journal. Run the script %s of the es-jpa jar "
                                        + "(its folder is a Flyway location), or set es.journal.create-schema=true")
                                .formatted(script()));
            }
            create();
        }
        checkVersion();
    }

    /** See {@link io.annals.es.spi.JournalStorage#check}. */
    void check() {
        try {
            checkVersion();
        } catch (EventSourcingException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.translate("read the version of the schema from table es_journal", e);
        }
    }

    private boolean exists() {
        return transactions.inNew(() -> sql.count(database.countJournalTables())) > 0;
    }

    private void create() {
        try {
            transactions.inNew(
                    () -> {
                        statements().forEach(sql::update);
                        return true;
                    });
        } catch (RuntimeException e) {
            if (!exists()) { // else another node was faster
                throw new EventSourcingException(
                        ("Could not create the journal's tables by the script %s: the database refused (SQLSTATE %s). Check that the user may create tables, "
                                        + "that the database is not read-only, and that none of the script's tables exists")
                                .formatted(script(), String.join(", ", Failures.states(e))),
                        e);
            }
        }
    }

    private void checkVersion() {
        List<?> found = transactions.inNew(() -> sql.rows(FOUND_VERSION));
        if (found.size() != 1 || Sql.number(found.get(0)) != VERSION) {
            throw new EventSourcingException(
                    ("Could not use the journal: expected schema version %d in table es_journal, found %s. "
                                    + "Run the missing scripts next to %s, or use the matching release")
                            .formatted(
                                    VERSION, found.isEmpty() ? "no row" : found.get(0), script()));
        }
    }

    private String script() {
        return "db/es-journal/%s/V1__create_es_journal.sql".formatted(database.name());
    }

    private List<String> statements() {
        String text = read().replaceAll("(?m)^--.*$", "");
        return List.of(text.split(";\\s*\\R")).stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String read() {
        try (InputStream script = Schema.class.getResourceAsStream("/" + script())) {
            if (script == null) {
                throw new EventSourcingException(
                        "Could not create the journal's tables: the script %s is not on the class path. Add the es-jpa jar unchanged"
                                .formatted(script()));
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + script(), e);
        }
    }
}
