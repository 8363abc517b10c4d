package io.annals.es.jpa;

import java.util.Properties;

/** The persistence providers on which the journal runs. */
enum PersistenceProviders {
    HIBERNATE {
        @Override
        String className() {
            return "org.hibernate.jpa.HibernatePersistenceProvider";
        }

        @Override
        Properties properties() {
            Properties properties = new Properties();
            properties.put(
                    "hibernate.transaction.jta.platform",
                    "org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform");
            return properties;
        }
    };

    abstract String className();

    abstract Properties properties();
}
