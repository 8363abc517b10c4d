package io.annals.bench.compare.axon;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/** Plain JDBC transactions, each on its thread's own connection, as Spring does it. */
final class ThreadsConnections implements ConnectionProvider, TransactionManager {

    private static final ConnectionWrapperFactory.ConnectionCloseHandler STAYS_OPEN =
            new ConnectionWrapperFactory.NoOpCloseHandler();

    private final DataSource source;

    @SuppressWarnings("ThreadLocalUsage") // one for each contender, and both are few
    private final ThreadLocal<@Nullable Connection> bound = new ThreadLocal<>();

    ThreadsConnections(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection own = bound.get();
        if (own == null) {
            throw new IllegalStateException("No transaction is active");
        }
        return ConnectionWrapperFactory.wrap(own, STAYS_OPEN);
    }

    @Override
    public Transaction startTransaction() {
        if (bound.get() != null) {
            return new Joined();
        }
        try {
            Connection connection = source.getConnection();
            bound.set(connection);
            return new Own(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of one that another has started and ends. */
    private static final class Joined implements Transaction {

        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    }

    private final class Own implements Transaction {

        private final Connection connection;

        Own(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void commit() {
            end(Connection::commit);
        }

        @Override
        public void rollback() {
            end(Connection::rollback);
        }

        private void end(End end) {
            bound.remove();
            try (connection) {
                end.of(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private interface End {
        void of(Connection connection) throws SQLException;
    }
}
