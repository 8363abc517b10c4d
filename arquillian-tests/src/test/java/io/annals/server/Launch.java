package io.annals.server;

import io.annals.testing.Ports;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What starts the server under test with an application at its root. The command is that of the
 * server's own JVM and not of a script around it, so that whoever kills the process kills the
 * server.
 *
 * @param port where the application is
 * @param observed the port of health and metrics
 * @param environment what the server wants besides what the application does
 * @param settled what the server logs when it has deployed the application, or could not
 * @param deployed what it logs each time it has
 * @param undeploy the file that is there while the application is; when it goes, the server
 *     undeploys
 * @param deploy the file that makes the server deploy again, when it comes; Payara Micro heeds
 *     neither
 */
record Launch(
        int port,
        int observed,
        List<String> command,
        Map<String, String> environment,
        Pattern settled,
        String deployed,
        Path undeploy,
        Path deploy) {

    /**
     * Lays out what the server wants below a directory, which another one may have worked in.
     *
     * @param arguments more arguments of Payara Micro
     */
    static Launch of(Path war, Path directory, String... arguments) throws IOException {
        int port = Ports.free();
        return switch (Server.UNDER_TEST) {
            case PAYARA -> payara(port, war, directory, arguments);
            case WILDFLY -> wildfly(port, war, directory);
            case LIBERTY -> liberty(port, war, directory);
        };
    }

    private static Launch payara(int port, Path war, Path directory, String... arguments)
            throws IOException {
        List<String> command =
                java(
                        directory,
                        "-jar",
                        System.getProperty("annals.payara"),
                        "--nohazelcast",
                        "--disablephonehome",
                        "--prebootcommandfile",
                        System.getProperty("annals.preboot"),
                        "--port",
                        String.valueOf(port),
                        "--contextroot",
                        "/",
                        "--deploy",
                        war.toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return new Launch(
                port,
                port,
                command,
                Map.of(),
                Pattern.compile("ready in"),
                "shop was successfully deployed",
                war,
                war);
    }

    /** As standalone.sh does it, with a configuration, ports and deployments of its own. */
    private static Launch wildfly(int port, Path war, Path directory) throws IOException {
        Path home = Path.of(System.getProperty("annals.wildfly"));
        Path base = directory.resolve("wildfly-" + port).toAbsolutePath();
        copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        Path deployments = Files.createDirectories(base.resolve("deployments"));
        Files.copy(war, deployments.resolve("ROOT.war")); // a name that means the root
        int management = Ports.free();
        List<String> command = java(directory, "--add-modules=java.se");
        Stream.of(
                        "java.desktop/sun.awt",
                        "java.naming/com.sun.jndi.ldap",
                        "java.naming/com.sun.jndi.url.ldap",
                        "java.naming/com.sun.jndi.url.ldaps",
                        "jdk.naming.dns/com.sun.jndi.dns")
                .map("--add-exports=%s=ALL-UNNAMED"::formatted)
                .forEach(command::add);
        Stream.of(
                        "java.base/java.lang",
                        "java.base/java.lang.invoke",
                        "java.base/java.lang.reflect",
                        "java.base/java.io",
                        "java.base/java.net",
                        "java.base/java.security",
                        "java.base/java.util",
                        "java.base/java.util.concurrent",
                        "java.management/javax.management",
                        "java.naming/javax.naming")
                .map("--add-opens=%s=ALL-UNNAMED"::formatted)
                .forEach(command::add);
        command.addAll(
                List.of(
                        "-Djboss.modules.system.pkgs=org.jboss.byteman",
                        "-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"),
                        "-Dlogging.configuration="
                                + base.resolve("configuration/logging.properties").toUri(),
                        "-jar",
                        home.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        home.resolve("modules").toString(),
                        "org.jboss.as.standalone",
                        "-Djboss.home.dir=" + home,
                        "-Djboss.server.base.dir=" + base,
                        "-Djboss.http.port=" + port,
                        "-Djboss.https.port=" + Ports.free(),
                        "-Djboss.management.http.port=" + management,
                        "--server-config=" + System.getProperty("annals.wildfly.server-config"),
                        "--yaml=" + System.getProperty("annals.wildfly.configuration")));
        return new Launch(
                port,
                management,
                command,
                Map.of(),
                Pattern.compile("WFLYSRV002[56]: "), // the latter with errors
                "WFLYSRV0010: ",
                deployments.resolve("ROOT.war.deployed"),
                deployments.resolve("ROOT.war.dodeploy"));
    }

    /** As bin/server run does it, with a user directory of its own. */
    private static Launch liberty(int port, Path war, Path directory) throws IOException {
        Path home = Path.of(System.getProperty("annals.liberty"));
        String options = Runtime.version().feature() < 24 ? "java9.options" : "java24.options";
        Path user = directory.resolve("liberty-" + port).toAbsolutePath();
        Path server = user.resolve("servers/shop");
        Path application = server.resolve("configDropins/defaults/application.xml");
        Files.createDirectories(application.getParent());
        LibertyConfiguration.write(server, war);
        Files.writeString(
                application,
                "<server><webApplication id='application' name='shop' location='%s' contextRoot='/'/></server>"
                        .formatted(war.toAbsolutePath()));
        return new Launch(
                port,
                port,
                java(
                        directory,
                        "-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"),
                        "@" + home.resolve("lib/platform/java").resolve(options),
                        "-jar",
                        home.resolve("bin/tools/ws-server.jar").toString(),
                        "shop"),
                Map.of(
                        "WLP_USER_DIR", user.toString(),
                        "WLP_LOGGING_CONSOLE_LOGLEVEL", "INFO",
                        "SHOP_PORT", String.valueOf(port),
                        "SHOP_DRIVERS", System.getProperty("annals.liberty.drivers")),
                Pattern.compile("CWWKZ00(0[1-4]|12)[AEI]: "),
                "CWWKZ0001I: ",
                application,
                application);
    }

    private static List<String> java(Path directory, String... arguments) throws IOException {
        Path tmp = Files.createDirectories(directory.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // halves the start
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + tmp.toAbsolutePath()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void copy(Path files, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
            for (Path file : all) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }
}
