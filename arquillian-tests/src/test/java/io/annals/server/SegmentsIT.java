package io.annals.server;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.spi.Segment;
import io.annals.server.diary.CartDiary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two servers that share the segments of two projections: of the demo's, whose segments write the
 * same rows, and of one that notes in which order events come. A third consumer has one segment.
 */
@TestMethodOrder(OrderAnnotation.class)
class SegmentsIT {

    private static final int CUSTOMERS = 10;
    private static final int COMMANDS = 200;
    private static final List<String> SHARED = List.of("article-interest-1", "diary-1");

    private static final Path SERVERS = Path.of(System.getProperty("annals.run"), "segments");
    private static final Path WAR = SERVERS.resolve("shop.war");

    private static String url;
    private static JournalTables tables;
    private static DiaryTable diary;
    private static ServerProcess one;
    private static ServerProcess other;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectory(SERVERS);
        DemoArchive.withProbe()
                .addPackage(CartDiary.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(WAR.toFile());
        url = Databases.newPostgresqlUrl("segments");
        tables = new JournalTables(url);
        diary = DiaryTable.create(url);
        one = start("one", 4);
        other = start("other", 4);
    }

    @AfterAll
    static void stop() {
        Stream.of(one, other).filter(server -> server != null).forEach(ServerProcess::close);
    }

    @Test
    @Order(1)
    void each_of_two_nodes_works_for_half_of_the_segments() throws Exception {
        await_that_segments_are_shared(4, one, other);
        try (Shoppers here = new Shoppers(one.shop(), CUSTOMERS, COMMANDS);
                Shoppers there = new Shoppers(other.shop(), CUSTOMERS, COMMANDS)) {
            here.awaitEnough();
            there.awaitEnough();
            assert_shared(4, one, other);
        }
        await_that_the_views_equal_the_journal();
        assertEquals(Set.of(one.pid(), other.pid()), diary.pids());
    }

    @Test
    @Order(2)
    void the_other_one_works_for_all_of_them_when_one_is_killed_under_load() throws Exception {
        Shoppers doomed = new Shoppers(one.shop(), CUSTOMERS, COMMANDS);
        Shoppers lasting = new Shoppers(other.shop(), CUSTOMERS, 3 * COMMANDS);
        try (lasting) {
            try (doomed) {
                doomed.awaitEnough();
                assert_shared(4, one, other);
                one.kill();
            }
            await_that_segments_are_shared(4, other);
            lasting.awaitEnough();
        }
        await_that_the_views_equal_the_journal();
        assert_that_nothing_is_lost(doomed, lasting);
    }

    /** What is being handled at that moment is undone, and comes again. */
    @Test
    @Order(3)
    void a_node_with_another_number_changes_it_while_events_are_handled() throws Exception {
        Shoppers early = new Shoppers(other.shop(), CUSTOMERS, COMMANDS);
        try (CutOffView articles = CutOffView.of("marketing_article", url);
                CutOffView notes = CutOffView.of("diary", url)) {
            try (early) {
                early.awaitEnough();
            }
            articles.awaitHeldUp();
            notes.awaitHeldUp();
            one = start("one", 2);
        }
        Shoppers late = new Shoppers(one.shop(), CUSTOMERS, COMMANDS);
        try (late) {
            await_that_segments_are_shared(2, one, other);
            late.awaitEnough();
        }
        await_that_the_views_equal_the_journal();
        assert_that_nothing_is_lost(early, late);
        assertTrue(diary.pids().contains(one.pid()), "the new node has handled events");
    }

    @Test
    @Order(4)
    void a_node_with_a_higher_number_splits_them_while_events_are_handled() throws Exception {
        Shoppers early =
                new Shoppers(one.shop(), 1, COMMANDS); // more would starve the other's start
        try (early) {
            other.close();
            other = start("other", 8);
            await_that_segments_are_shared(8, one, other);
            early.awaitEnough();
        }
        Shoppers late = new Shoppers(other.shop(), CUSTOMERS, COMMANDS);
        try (late) {
            late.awaitEnough();
        }
        await_that_the_views_equal_the_journal();
        assert_that_nothing_is_lost(early, late);
        assertTrue(diary.pids().contains(other.pid()), "the new node has handled events");
    }

    private static ServerProcess start(String directory, int segments) throws IOException {
        return ServerProcess.start(
                WAR,
                Files.createDirectories(SERVERS.resolve(directory)),
                Map.of(
                        "ES_DB_URL",
                        url,
                        "ES_DB_USER",
                        "postgres",
                        "ES_DB_PASSWORD",
                        "postgres",
                        "ES_JOURNAL_LEASE",
                        "PT15S", // longer than a node stands still on a busy machine
                        "ES_CONSUMER_ARTICLE_INTEREST_SEGMENTS",
                        String.valueOf(segments),
                        "ES_CONSUMER_DIARY_SEGMENTS",
                        String.valueOf(segments)));
    }

    private static void await_that_segments_are_shared(int segments, ServerProcess... nodes) {
        Awaitility.await(
                        "%d segments to be shared among %d nodes".formatted(segments, nodes.length))
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assert_shared(segments, nodes));
    }

    /** By the leases, whose owners begin with the process. */
    private static void assert_shared(int segments, ServerProcess... nodes) throws SQLException {
        for (String consumer : SHARED) {
            Map<String, JournalTables.Lease> leases = tables.segments(consumer);
            assertEquals(
                    Segment.of(consumer, segments).stream()
                            .map(Segment::name)
                            .collect(toUnmodifiableSet()),
                    leases.keySet());
            for (ServerProcess node : nodes) {
                assertEquals(
                        segments / nodes.length,
                        leases.values().stream().filter(lease -> lease.isOf(node)).count(),
                        leases::toString);
            }
        }
        assertEquals(Set.of("shop-events"), tables.segments("shop-events").keySet());
    }

    /** The diary has each event once, and those of a cart in order. */
    private static void await_that_the_views_equal_the_journal() {
        Awaitility.await("the diary to have followed the journal")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertEquals(tables.streams("cart"), diary.streams()));
        JournalFold.awaitViews(other.shop());
    }

    private static void assert_that_nothing_is_lost(Shoppers... shoppers) throws IOException {
        JournalFold journal = JournalFold.of(other.shop().journal());
        for (Shoppers all : shoppers) {
            assertEquals(List.of(), List.copyOf(all.unexpected()));
            assertAll(all.acknowledged().stream().map(command -> () -> command.assertIn(journal)));
        }
    }
}
