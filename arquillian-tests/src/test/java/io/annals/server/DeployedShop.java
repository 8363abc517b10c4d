package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.ContainerController;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The demo in a server of Arquillian's, which starts with the first test and ends when it is told
 * to.
 */
@ExtendWith(ArquillianExtension.class)
abstract class DeployedShop {

    static final String SHOP = "shop";

    private final String container;
    private final int port;
    final Shop shop;

    @ArquillianResource private ContainerController controller;
    @ArquillianResource private Deployer deployer;

    DeployedShop(String database) {
        this.container = database;
        this.port = Integer.getInteger("annals." + database + ".port");
        this.shop = new Shop(port);
    }

    @BeforeEach
    void start() throws IOException {
        if (!controller.isStarted(container)) {
            TestedOn.database("jdbc:" + container + ":");
            controller.start(container);
            deployer.deploy(SHOP); // Payara's adapter starts nothing before
            TestedOn.java();
        }
    }

    /** Stops the server and waits for its end, which not every adapter does. */
    void stop() throws IOException {
        List<ProcessHandle> running = servers().toList();
        deployer.undeploy(SHOP);
        controller.stop(container);
        running.forEach(server -> server.onExit().join());
        if (Server.UNDER_TEST == Server.LIBERTY) {
            assert_that_no_connection_was_kept_beyond_its_request();
        }
    }

    void await_that_the_views_equal_the_journal() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> {
                            JournalFold journal = JournalFold.of(shop.journal());
                            assertEquals(journal.kpi(), shop.kpi());
                            assertEquals(journal.articles(), shop.articles());
                        });
    }

    /** What Liberty logs when a session that closes with a request still has its connection. */
    private void assert_that_no_connection_was_kept_beyond_its_request() throws IOException {
        Path log = Databases.liberty(container).resolve("logs/messages.log");
        assertFalse(Files.readString(log).contains("J2CA0026E"), () -> "See " + log);
    }

    private Stream<ProcessHandle> servers() {
        return ProcessHandle.current()
                .descendants()
                .filter(
                        process ->
                                process.info()
                                        .arguments()
                                        .map(
                                                arguments ->
                                                        Stream.of(arguments)
                                                                .anyMatch(this::namesThePort))
                                        .orElse(false));
    }

    private boolean namesThePort(String argument) {
        return argument.equals(String.valueOf(port))
                || argument.endsWith("port=" + port)
                || argument.equals("shop-" + port);
    }
}
