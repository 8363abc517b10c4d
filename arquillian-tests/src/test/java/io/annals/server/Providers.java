package io.annals.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ByteArrayAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Who provides what the shop runs on: the demo's WAR, or the server, if the build says so. */
final class Providers {

    /** Whether Reactive Messaging is the server's. */
    static final boolean NATIVE_MESSAGING = "native".equals(System.getProperty("annals.messaging"));

    /** Whether EclipseLink takes the place of Hibernate. */
    static final boolean ECLIPSELINK =
            "eclipselink".equals(System.getProperty("annals.persistence"));

    private static final String ECLIPSELINK_ON_WILDFLY =
            """
            <property name="jboss.as.jpa.providerModule" value="application"/>
            <property name="jboss.as.jpa.classtransformer" value="false"/>
            <property name="eclipselink.target-server" value="WildFly"/>
            </properties>""";

    private static final String LIBRARIES = "/WEB-INF/lib/";
    private static final String LARGE = "annals-demo-libraries.jar";

    private Providers() {}

    /** Takes out of the demo what the server provides. */
    static void choose(WebArchive demo) {
        if (NATIVE_MESSAGING) {
            remove(
                    demo,
                    "es-smallrye|smallrye|mutiny|netty|jctools|reactive-streams|microprofile-reactive",
                    "io[./](smallrye|vertx|netty)");
            change(
                    demo,
                    "/WEB-INF/jboss-deployment-structure.xml",
                    text -> text.replaceAll("(?s)<exclude-subsystems>.*</exclude-subsystems>", ""));
        }
        if (ECLIPSELINK) {
            remove(
                    demo,
                    "hibernate|classmate",
                    "org[./](hibernate|antlr|jboss[./]jandex)|jakarta[.]persistence");
            change(demo, DemoArchive.UNIT, Providers::onEclipseLink);
        }
        if (ECLIPSELINK && Server.UNDER_TEST == Server.WILDFLY) {
            Stream.of(new File(System.getProperty("annals.eclipselink")).listFiles())
                    .forEach(demo::addAsLibrary);
            change(
                    demo,
                    DemoArchive.UNIT,
                    unit -> unit.replace("</properties>", ECLIPSELINK_ON_WILDFLY));
        }
    }

    private static String onEclipseLink(String unit) {
        return unit.replace(
                        "org.hibernate.jpa.HibernatePersistenceProvider",
                        "org.eclipse.persistence.jpa.PersistenceProvider")
                .replaceAll("<property name=.hibernate[^>]*>", "");
    }

    /** Changes a text of the archive. */
    static void change(WebArchive archive, String path, UnaryOperator<String> change) {
        try (InputStream bytes = archive.delete(path).getAsset().openStream()) {
            String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            archive.add(new StringAsset(change.apply(text)), path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes libraries, and packages and services of the jar of the large ones. */
    private static void remove(WebArchive demo, String libraries, String packages) {
        demo.getContent(Filters.include(LIBRARIES + "(%s)-.*".formatted(libraries)))
                .keySet()
                .forEach(demo::delete);
        String removed = "/(META-INF/services/)?(%s)[./].*".formatted(packages);
        try (InputStream large = demo.delete(LIBRARIES + LARGE).getAsset().openStream()) {
            JavaArchive rest =
                    ShrinkWrap.create(ZipImporter.class, LARGE)
                            .importFrom(large, Filters.exclude(removed))
                            .as(JavaArchive.class);
            // In bytes: in an archive within another the adapters look for servlets.
            demo.add(
                    new ByteArrayAsset(rest.as(ZipExporter.class).exportAsInputStream()),
                    LIBRARIES + LARGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
