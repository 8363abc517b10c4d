package io.annals.es.jpa;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs meanwhile. */
final class LogOf extends Handler implements AutoCloseable {

    private final Logger logger;
    private final Consumer<String> lines;

    private LogOf(Logger logger, Consumer<String> lines) {
        this.logger = logger;
        this.lines = lines;
    }

    static LogOf type(Class<?> type, Consumer<String> lines) {
        LogOf log = new LogOf(Logger.getLogger(type.getName()), lines);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord line) {
        lines.accept(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
