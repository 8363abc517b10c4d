package io.annals.demo.database;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;

/** Defines the data source; MicroProfile Config says where the database is. */
@ApplicationScoped
@DataSourceDefinition(
        name = "java:app/jdbc/shop",
        className = "io.annals.demo.database.ShopDataSource",
        properties = "configured=es.db",
        initialPoolSize = 8,
        minPoolSize = 8,
        maxPoolSize = 64)
public class ShopDatabase {}
