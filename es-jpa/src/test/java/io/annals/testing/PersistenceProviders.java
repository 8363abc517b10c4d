package io.annals.testing;

import java.util.Properties;

/** The persistence providers on which the journal runs, set up for speed as applications do it. */
public enum PersistenceProviders {
    HIBERNATE("org.hibernate.jpa.HibernatePersistenceProvider") {
        @Override
        void configure(Properties properties) {
            properties.put(
                    "hibernate.transaction.jta.platform",
                    "org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform");
            // All classes are listed; the jar around them may be large.
            properties.put(
                    "hibernate.archive.scanner",
                    "org.hibernate.boot.archive.scan.internal.DisabledScanner");
        }
    },
    ECLIPSE_LINK("org.eclipse.persistence.jpa.PersistenceProvider") {
        @Override
        void configure(Properties properties) {
            properties.put("eclipselink.target-server", NarayanaPlatform.class.getName());
            properties.put("eclipselink.weaving", "false");
            properties.put("eclipselink.logging.level", "OFF");
            properties.put("eclipselink.jdbc.batch-writing", "JDBC");
        }
    };

    private final String className;

    PersistenceProviders(String className) {
        this.className = className;
    }

    String className() {
        return className;
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.put("hibernate.jdbc.batch_size", "50");
        properties.put("jakarta.persistence.schema-generation.database.action", "none");
        configure(properties);
        return properties;
    }

    abstract void configure(Properties properties);
}
