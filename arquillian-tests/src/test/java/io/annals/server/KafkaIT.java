package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.demo.cart.CartEvent.CheckedOut;
import io.annals.demo.cart.CartEvent.ItemAdded;
import io.annals.es.EventEnvelope;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The shop sends its events to a real broker, and another read side fills its view from there.
 * Under load one of the two is killed and started again.
 */
class KafkaIT {

    private static final int CUSTOMERS = 4;
    private static final int COMMANDS = 150;
    private static final int LATE_STREAMS = 5;
    private static final List<String> TOPICS =
            List.of(KafkaArchive.BINARY, KafkaArchive.STRUCTURED);

    private static Path directory;
    private static Path war;

    @BeforeAll
    static void make_archive() throws IOException {
        directory = Files.createDirectory(Path.of(System.getProperty("annals.run"), "kafka"));
        war = directory.resolve("shop.war");
        KafkaArchive.create().as(ZipExporter.class).exportTo(war.toFile());
    }

    @Test
    void nothing_is_lost_or_reordered_and_only_the_same_is_repeated_when_the_server_is_killed()
            throws Exception {
        String url = Databases.newPostgresqlUrl("kafka_server");
        makeView(url);
        try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker-stays"));
                Topics topics = new Topics(broker.bootstrapServers(), TOPICS)) {
            Shoppers shoppers;
            try (ServerProcess server = startServer("killed", url, broker)) {
                shoppers = shoppers(server.shop());
                try (shoppers;
                        HeldCheckpoint sent =
                                HeldCheckpoint.after(
                                        position ->
                                                topics.lastPosition(KafkaArchive.STRUCTURED)
                                                        > position,
                                        url,
                                        KafkaArchive.STRUCTURED)) {
                    shoppers.awaitEnough();
                    server.kill();
                }
            }
            assertEquals(List.of(), List.copyOf(shoppers.unexpected()));
            for (String topic : TOPICS) {
                assertTrue(topics.haveIdempotentProducers(topic), topic);
            }
            try (ServerProcess server = startServer("restarted", url, broker)) {
                buy(server.shop());
                JournalFold journal = awaitSent(server.shop(), topics);
                shoppers.acknowledged().forEach(command -> command.assertIn(journal));
                assertAllSent(journal, topics);
                int again =
                        topics.records(KafkaArchive.STRUCTURED).size()
                                - Topics.events(topics.records(KafkaArchive.STRUCTURED)).size();
                assertEquals(1, again, "events that were sent again");
                awaitHandled(topics);
                assertEquals(sums(topics), view(url));
            }
        }
    }

    @Test
    void nothing_is_lost_reordered_or_counted_twice_when_the_broker_is_killed() throws Exception {
        String url = Databases.newPostgresqlUrl("kafka");
        makeView(url);
        try (KafkaBroker broker = KafkaBroker.start(directory.resolve("broker"));
                Topics topics = new Topics(broker.bootstrapServers(), TOPICS);
                ServerProcess server = startServer("server", url, broker)) {
            Shop shop = server.shop();
            Shoppers shoppers = shoppers(shop);
            try (shoppers) {
                shoppers.awaitEnough();
                awaitSome(topics);
                broker.kill();
            }
            assertEquals(List.of(), List.copyOf(shoppers.unexpected()));
            long head = JournalFold.of(shop.journal()).position();
            buy(shop);
            for (String consumer : TOPICS) {
                assertTrue(checkpoint(url, consumer) <= head, "passed what no broker has");
            }
            long restarted = System.nanoTime();
            broker.start();
            buy(shop);

            JournalFold journal = awaitSent(shop, topics);
            assertAllSent(journal, topics);
            awaitHandled(topics);
            System.out.printf(
                    "The broker killed and restarted: %d events on each of %d topics, and handled from there, after %d ms%n",
                    journal.size(),
                    TOPICS.size(),
                    Duration.ofNanos(System.nanoTime() - restarted).toMillis());
            Map<String, Long> sums = sums(topics);
            assertEquals(sums, view(url));

            for (String topic : TOPICS) {
                topics.repeat(topics.records(topic));
            }
            awaitHandled(topics);
            assertEquals(sums, view(url));

            // As a segment that lags behind sends them, and a dead letter that is retried.
            for (String topic : TOPICS) {
                topics.sendLate(topic, LATE_STREAMS);
            }
            awaitHandled(topics);
            Map<String, Long> withLate = sums(topics);
            assertNotEquals(sums, withLate);
            assertEquals(withLate, view(url));
        }
    }

    private static ServerProcess startServer(String name, String url, KafkaBroker broker)
            throws IOException {
        return ServerProcess.start(
                war,
                Files.createDirectories(directory.resolve(name)),
                Map.of(
                        "ES_DB_URL",
                        url,
                        "ES_DB_USER",
                        "postgres",
                        "ES_DB_PASSWORD",
                        "postgres",
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers()));
    }

    private static Shoppers shoppers(Shop shop) throws IOException {
        return new Shoppers(shop, CUSTOMERS, COMMANDS);
    }

    /** Some commands, all of which succeed. */
    private static void buy(Shop shop) throws Exception {
        Shoppers shoppers = shoppers(shop);
        try (shoppers) {
            shoppers.awaitEnough();
        }
        assertEquals(List.of(), List.copyOf(shoppers.unexpected()));
    }

    private static void awaitSome(Topics topics) {
        Awaitility.await("the first events to be sent")
                .atMost(Duration.ofMinutes(1))
                .until(() -> TOPICS.stream().noneMatch(topic -> topics.records(topic).isEmpty()));
    }

    /** Waits until every topic has the newest event of the journal, which is the last one sent. */
    private static JournalFold awaitSent(Shop shop, Topics topics) throws IOException {
        String cart = shop.open("the last");
        Awaitility.await("the last event to be sent")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () ->
                                TOPICS.stream()
                                        .allMatch(
                                                topic ->
                                                        topics.records(topic).stream()
                                                                .anyMatch(
                                                                        record ->
                                                                                record.key()
                                                                                        .equals(
                                                                                                "cart/"
                                                                                                        + cart))));
        return JournalFold.of(shop.journal());
    }

    /** Each event of the journal, and in each stream in its order. */
    private static void assertAllSent(JournalFold journal, Topics topics) {
        for (String topic : TOPICS) {
            List<EventEnvelope<?>> sent = Topics.events(topics.records(topic));
            assertEquals(journal.size(), sent.size(), topic);
            sent.forEach(event -> assertIn(journal, event));
        }
    }

    private static void awaitHandled(Topics topics) {
        Awaitility.await("all that is in the topics to be handled")
                .atMost(Duration.ofMinutes(2))
                .until(() -> topics.allHandledBy(KafkaArchive.GROUP));
    }

    private static void assertIn(JournalFold journal, EventEnvelope<?> event) {
        JsonObject stored = journal.event(event.stream().id(), event.version());
        assertEquals(stored.getString("type"), event.type());
        assertEquals(stored.getJsonNumber("position").longValueExact(), event.position());
        assertEquals(stored.getJsonObject("payload"), Topics.payload(event));
    }

    /** What the view should say. */
    private static Map<String, Long> sums(Topics topics) {
        Map<String, Long> sums = new TreeMap<>();
        for (String topic : TOPICS) {
            for (EventEnvelope<?> event : Topics.events(topics.records(topic))) {
                if (event.event() instanceof ItemAdded item) {
                    sums.merge(
                            topic + " " + event.type(), item.quantity() * item.cents(), Long::sum);
                } else if (event.event() instanceof CheckedOut sold) {
                    sums.merge(topic + " " + event.type(), sold.cents(), Long::sum);
                }
            }
        }
        return sums;
    }

    private static void makeView(String url) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE cart_seen (topic varchar(255), source varchar(255), subject varchar(356),"
                            + " version bigint NOT NULL, PRIMARY KEY (topic, source, subject))");
            statement.execute(
                    "CREATE TABLE cart_sums (topic varchar(255), type varchar(255),"
                            + " cents bigint NOT NULL, PRIMARY KEY (topic, type))");
        }
    }

    private static Map<String, Long> view(String url) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT topic, type, cents FROM cart_sums")) {
            Map<String, Long> view = new TreeMap<>();
            while (rows.next()) {
                view.put(rows.getString(1) + " " + rows.getString(2), rows.getLong(3));
            }
            return view;
        }
    }

    /** Up to where all segments of a consumer have come. */
    private static long checkpoint(String url, String consumer) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT min(position) FROM es_checkpoint WHERE consumer = '%1$s' OR consumer LIKE '%1$s %%'"
                                        .formatted(consumer))) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }
}
