package io.annals.es.cdi.deployment;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs meanwhile. */
public final class LogRecords extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private LogRecords(Logger logger) {
        this.logger = logger;
    }

    /** Listens to the logger of a class. */
    public static LogRecords of(Class<?> type) {
        LogRecords log = new LogRecords(Logger.getLogger(type.getName()));
        log.logger.addHandler(log);
        return log;
    }

    /** The messages of all warnings. */
    public List<String> warnings() {
        return records.stream()
                .filter(line -> line.getLevel().equals(Level.WARNING))
                .map(
                        line ->
                                line.getParameters() == null
                                        ? line.getMessage()
                                        : MessageFormat.format(
                                                line.getMessage(), line.getParameters()))
                .toList();
    }

    @Override
    public void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
