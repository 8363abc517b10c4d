package io.annals.server;

import io.annals.server.probe.Probe;
import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's WAR as the build made it, and the probe. */
final class DemoArchive {

    private DemoArchive() {}

    static WebArchive withProbe() {
        return ShrinkWrap.createFromZipFile(
                        WebArchive.class, new File(System.getProperty("annals.war")))
                .addPackage(Probe.class.getPackage());
    }
}
