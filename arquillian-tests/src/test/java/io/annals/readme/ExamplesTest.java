package io.annals.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.jsonb.JsonbEventSerializer;
import io.annals.readme.AccountEvent.Deposited;
import io.annals.readme.AccountEvent.Opened;
import io.annals.testing.Login;
import io.annals.testing.PostgresServer;
import io.annals.testing.fixture.AggregateFixture;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The smaller examples of the pages do what the pages say. */
class ExamplesTest {

    @Test
    void a_saved_account_is_the_fold_of_its_events_and_can_be_kept() {
        SavedAccount saved = new SavedAccount("Ada", List.of(5L, 7L));
        AggregateFixture.of(SavedAccount.class)
                .given(new Opened("Ada"), new Deposited(5), new Deposited(7))
                .thenState(saved);
        JsonbEventSerializer serializer = new JsonbEventSerializer();
        byte[] stored = serializer.serialize(saved);
        assertEquals(saved, serializer.deserialize(stored, SavedAccount.class));
    }

    @Test
    void a_statement_has_a_line_for_each_event() {
        Statement statement = new Statement();
        statement.on(new Deposited(5));
        assertEquals(List.of("+ 5"), statement.lines);
    }

    @Test
    void the_journal_is_found_under_the_name_in_the_web_xml() throws ReflectiveOperationException {
        Class<?> provider = Class.forName("io.annals.es.jpa.JpaStorageProvider");
        String name =
                Stream.of(provider.getDeclaredFields())
                        .map(field -> field.getAnnotation(PersistenceContext.class))
                        .filter(Objects::nonNull)
                        .map(PersistenceContext::name)
                        .collect(Collectors.joining());
        assertTrue(resource("web.xml").contains("<persistence-context-ref-name>" + name + "</"));
    }

    @Test
    void the_release_is_an_entry() {
        Release release = new Release();
        release.release = "7";
        assertEquals(Map.of("release", "7"), release.entries());
    }

    @Test
    void a_thread_has_the_context_that_is_passed_to_it() throws InterruptedException {
        ContextKey<String> key = ContextKey.named("key");
        CompletableFuture<String> seen = new CompletableFuture<>();
        Runnable task = () -> seen.complete(Context.current().get(key));
        try (Scope scope = Context.current().with(key, "here").makeCurrent()) {
            // example:begin thread
            new Thread(Context.current().wrap(task)).start();
            // example:end
        }
        assertEquals("here", seen.join());
    }

    @Test
    void what_differs_is_shown_line_by_line() {
        AssertionError difference =
                assertThrows(
                        AssertionError.class,
                        () ->
                                AggregateFixture.of(Account.class)
                                        .given(new Opened("Ada"))
                                        .when(account -> account.deposit(7))
                                        .then(new Deposited(8)));
        assertEquals(resource("difference.txt").strip(), difference.getMessage().strip());
    }

    @Test
    void an_event_from_kafka_is_new_once() throws SQLException, IOException {
        String[] statements = resource("seen.sql").split(";");
        Login login = PostgresServer.create();
        try (Connection connection =
                DriverManager.getConnection(login.url(), login.user(), login.password())) {
            try (java.sql.Statement table = connection.createStatement()) {
                table.execute(statements[0]);
            }
            try (PreparedStatement insert = connection.prepareStatement(statements[1])) {
                assertEquals(
                        List.of(1, 0, 1, 0, 1, 0),
                        List.of(
                                seen(insert, 1, 0),
                                seen(insert, 1, 0),
                                seen(insert, 1, 1),
                                seen(insert, 1, 0),
                                seen(insert, 2, 0),
                                seen(insert, 1, 1)));
            }
        }
    }

    private static int seen(PreparedStatement insert, long version, int part) throws SQLException {
        insert.setString(1, "carts");
        insert.setString(2, "/shop");
        insert.setString(3, "cart/4711");
        insert.setLong(4, version);
        insert.setInt(5, part);
        return insert.executeUpdate();
    }

    private static String resource(String name) {
        try (InputStream file = ExamplesTest.class.getResourceAsStream("/pages/" + name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError("Could not read " + name, e);
        }
    }
}
