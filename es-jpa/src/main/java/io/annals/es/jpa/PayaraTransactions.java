package io.annals.es.jpa;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.hibernate.engine.transaction.jta.platform.internal.SunOneJtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformProvider;
import org.jspecify.annotations.Nullable;

/**
 * Shows Hibernate the transactions of Payara and GlassFish, which it does not find by itself. On
 * other servers it says nothing, and a persistence unit that names its {@code
 * hibernate.transaction.jta.platform} is not asked. Stateless.
 */
public final class PayaraTransactions implements JtaPlatformProvider {

    private static final String MANAGER = "java:appserver/TransactionManager";

    @Override
    @SuppressWarnings("BanJNDI") // the name is a constant, never data
    public @Nullable JtaPlatform getProvidedJtaPlatform() {
        try {
            new InitialContext().lookup(MANAGER);
            return new SunOneJtaPlatform();
        } catch (NamingException e) {
            return null; // another server
        }
    }
}
