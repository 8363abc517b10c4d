package io.annals.server;

import io.annals.readme.Account;
import io.annals.readme.AccountEvent;
import io.annals.readme.Accounts;
import io.annals.server.probe.Probe;
import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's WAR as the build made it, with the probe and, in a library, the README's example. */
final class DemoArchive {

    private static final String TABLES = "WEB-INF/classes/META-INF/shop-views.sql";
    static final String UNIT = "WEB-INF/classes/META-INF/persistence.xml";
    private static final String PROBES_TABLE =
            "create table if not exists probe_name (name varchar(100) not null primary key, owner varchar(100) not null);\n";

    private DemoArchive() {}

    static WebArchive withProbe() {
        WebArchive demo =
                ShrinkWrap.createFromZipFile(
                        WebArchive.class, new File(System.getProperty("annals.war")));
        if (Server.UNDER_TEST == Server.LIBERTY) {
            useDataSourceOfServer(demo);
        }
        Providers.choose(demo);
        Providers.change(demo, TABLES, tables -> tables + PROBES_TABLE);
        return demo.addPackage(Probe.class.getPackage()).addAsLibrary(example());
    }

    /**
     * Liberty makes a persistence unit before the application's own data sources are there, which
     * Hibernate does not survive (Open Liberty's issue 24468).
     */
    private static void useDataSourceOfServer(WebArchive demo) {
        demo.delete("WEB-INF/classes/io/annals/demo/database/ShopDatabase.class");
        Providers.change(demo, UNIT, unit -> unit.replace("java:app/jdbc/shop", "jdbc/shop"));
    }

    private static JavaArchive example() {
        return ShrinkWrap.create(JavaArchive.class, "readme.jar")
                .addClasses(Account.class, AccountEvent.class, Accounts.class)
                .addClasses(AccountEvent.class.getPermittedSubclasses())
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsManifestResource(
                        new StringAsset(
                                """
                                mp.messaging.incoming.account-events.connector=es-journal
                                es.consumer.article-interest-2.on-error=dead-letter
                                """),
                        "microprofile-config.properties");
    }
}
