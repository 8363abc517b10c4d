package io.annals.demo.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the database of the URL, with whichever driver in the WAR understands it, so that the
 * URL alone says whether this is H2 or PostgreSQL. It reads the configuration itself, since servers
 * do not agree on how an annotation would refer to it.
 *
 * <p>The server's pool sets it up before use and holds the connections; it is not changed
 * afterwards.
 */
public final class ShopDataSource implements DataSource {

    private String configured = "";

    /** The keys of MicroProfile Config that say where: this one with .url, .user and .password. */
    public void setConfigured(String configured) {
        this.configured = configured;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection("", "");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        String url = value(".url");
        Properties properties = new Properties();
        boolean named = !user.isEmpty(); // WildFly passes on that the annotation names nobody
        properties.setProperty("user", named ? user : value(".user"));
        properties.setProperty("password", named ? password : value(".password"));
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("reWriteBatchedInserts", "true");
        }
        for (Driver driver :
                ServiceLoader.load(Driver.class, ShopDataSource.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return driver.connect(url, properties);
            }
        }
        throw new SQLException(
                "Could not connect to the shop's database: no driver in the WAR understands its URL. "
                        + "Set ES_DB_URL to one that begins with jdbc:h2: or jdbc:postgresql:");
    }

    /**
     * The application's own: servers make connections in threads that may belong to another one.
     */
    private String value(String key) {
        return ConfigProvider.getConfig(ShopDataSource.class.getClassLoader())
                .getOptionalValue(configured + key, String.class)
                .orElse("");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // The drivers log by themselves.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The URL may carry the driver's own setting.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The drivers log by themselves");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException(
                "Could not unwrap the shop's data source: it wraps nothing of type "
                        + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
