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

    private DemoArchive() {}

    static WebArchive withProbe() {
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class, new File(System.getProperty("annals.war")))
                .addPackage(Probe.class.getPackage())
                .addAsLibrary(example());
    }

    private static JavaArchive example() {
        return ShrinkWrap.create(JavaArchive.class, "readme.jar")
                .addClasses(Account.class, AccountEvent.class, Accounts.class)
                .addClasses(AccountEvent.class.getPermittedSubclasses())
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsManifestResource(
                        new StringAsset(
                                "mp.messaging.incoming.account-events.connector=es-journal"),
                        "microprofile-config.properties");
    }
}
