package io.annals.es.jpa;

import java.util.Properties;

/** The persistence providers on which the journal runs. */
enum PersistenceProviders {
    HIBERNATE("org.hibernate.jpa.HibernatePersistenceProvider") {
        @Override
        void configure(Properties properties) {
            properties.put(
                    "hibernate.transaction.jta.platform",
                    "org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform");
        }
    },
    ECLIPSE_LINK("org.eclipse.persistence.jpa.PersistenceProvider") {
        @Override
        void configure(Properties properties) {
            properties.put("eclipselink.target-server", NarayanaPlatform.class.getName());
            properties.put("eclipselink.weaving", "false");
            properties.put("eclipselink.logging.level", "WARNING");
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
        properties.put("jakarta.persistence.schema-generation.database.action", "none");
        configure(properties);
        return properties;
    }

    abstract void configure(Properties properties);
}
