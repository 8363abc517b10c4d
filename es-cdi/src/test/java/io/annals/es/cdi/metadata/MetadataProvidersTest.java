package io.annals.es.cdi.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.Append;
import io.annals.es.EventEnvelope;
import io.annals.es.EventJournal;
import io.annals.es.EventSourcingException;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.aggregate.AggregateRepository;
import io.annals.es.cdi.deployment.Deployment;
import io.annals.es.cdi.discovery.Shop.Cart;
import io.annals.es.cdi.discovery.Shop.CheckedOut;
import io.annals.es.cdi.discovery.Shop.Opened;
import io.annals.es.projection.EventHandler;
import io.annals.es.projection.Projection;
import io.annals.es.spi.MetadataProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetadataProvidersTest {

    @Dependent
    static class Till {
        @Inject AggregateRepository<Cart> carts;
        @Inject EventJournal journal;

        @ActivateRequestContext
        public void openInRequest(String id) {
            carts.create(id, new Opened("eve"));
        }
    }

    @ApplicationScoped
    @Priority(3_000)
    static class Last implements MetadataProvider {
        @Override
        public Map<String, String> entries() {
            return Map.of("shared", "last");
        }
    }

    @Dependent
    static class Unranked implements MetadataProvider {
        @Override
        public Map<String, String> entries() {
            return Map.of("shared", "unranked", "some", "unranked", "user", "unranked");
        }
    }

    @Dependent
    @Priority(1)
    static class First implements MetadataProvider {
        @Override
        public Map<String, String> entries() {
            return Map.of("shared", "first", "some", "first", "first", "first");
        }
    }

    @ApplicationScoped
    static class Broken implements MetadataProvider {
        @Override
        public Map<String, String> entries() {
            throw new IllegalStateException("no tenant");
        }
    }

    @ApplicationScoped
    static class Talkative implements MetadataProvider {
        @Override
        public Map<String, String> entries() {
            return Map.of("story", "s".repeat(10_000));
        }
    }

    @ApplicationScoped
    static class Login implements SecurityContext {
        @Override
        public Principal getCallerPrincipal() {
            return () -> "ann";
        }

        @Override
        public <T extends Principal> Set<T> getPrincipalsByType(Class<T> type) {
            return Set.of();
        }

        @Override
        public boolean isCallerInRole(String role) {
            return false;
        }

        @Override
        public boolean hasAccessToWebResource(String resource, String... methods) {
            return false;
        }

        @Override
        public AuthenticationStatus authenticate(
                HttpServletRequest request,
                HttpServletResponse response,
                AuthenticationParameters parameters) {
            return AuthenticationStatus.NOT_DONE;
        }
    }

    @RequestScoped
    static class Token implements JsonWebToken {
        @Override
        public String getName() {
            return "bob";
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of();
        }

        @Override
        public <T> @Nullable T getClaim(String name) {
            return null;
        }
    }

    @ApplicationScoped
    static class AnonymousRequests {
        @Produces
        @RequestScoped
        HttpServletRequest request() {
            return (HttpServletRequest)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {HttpServletRequest.class},
                            (proxy, method, arguments) -> null);
        }
    }

    @ApplicationScoped
    @Projection(name = "rewards")
    static class Rewards {
        @Inject AggregateRepository<Cart> carts;

        @EventHandler
        void on(CheckedOut event) {
            carts.create("reward", new Opened("eve"));
        }
    }

    @Test
    void providers_of_a_higher_priority_prevail_and_unranked_ones_are_the_applications() {
        try (Deployment shop = deploy(Last.class, Unranked.class, First.class, Login.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(
                    Map.of(
                            "shared",
                            "last",
                            "some",
                            "unranked",
                            "first",
                            "first",
                            "user",
                            "unranked"),
                    metadata(shop, "1"));
        }
    }

    @Test
    void what_an_append_says_itself_prevails() {
        try (Deployment shop = deploy(Last.class)) {
            shop.get(Till.class)
                    .journal
                    .append(
                            List.of(
                                    new Append(
                                            new StreamId("cart", "1"),
                                            ExpectedVersion.noStream(),
                                            List.of(new Opened("eve")),
                                            Metadata.empty().with("shared", "append"))));
            assertEquals(Map.of("shared", "append"), metadata(shop, "1"));
        }
    }

    @Test
    void there_is_none_where_nobody_provides_any() {
        try (Deployment shop = deploy()) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(Map.of(), metadata(shop, "1"));
        }
    }

    @Test
    void the_user_is_the_caller_whom_the_container_knows() {
        try (Deployment shop = deploy(Login.class)) {
            shop.get(Till.class).carts.create("1", new Opened("eve"));
            assertEquals(Map.of("user", "ann"), metadata(shop, "1"));
        }
    }

    @Test
    void nobody_is_asked_for_the_caller_of_an_anonymous_request() {
        try (Deployment shop = deploy(Login.class, AnonymousRequests.class)) {
            shop.get(Till.class).openInRequest("1");
            shop.get(Till.class).carts.create("2", new Opened("eve"));
            assertEquals(Map.of(), metadata(shop, "1"));
            assertEquals(Map.of("user", "ann"), metadata(shop, "2"));
        }
    }

    @Test
    void the_user_of_a_token_prevails_in_requests_alone() {
        try (Deployment shop = deploy(Login.class, Token.class)) {
            shop.get(Till.class).openInRequest("1");
            shop.get(Till.class).carts.create("2", new Opened("eve"));
            assertEquals(Map.of("user", "bob"), metadata(shop, "1"));
            assertEquals(Map.of("user", "ann"), metadata(shop, "2"));
        }
    }

    @Test
    void what_a_projection_appends_names_the_event_and_no_user() {
        try (Deployment shop = deploy(Login.class, Token.class, Rewards.class)) {
            AggregateRepository<Cart> carts = shop.get(Till.class).carts;
            carts.create("1", new Opened("eve"), new CheckedOut(7));
            while (carts.find("reward").isEmpty()) {
                LockSupport.parkNanos(1_000_000);
                assertFalse(Thread.currentThread().isInterrupted(), "waited in vain");
            }
            String cause =
                    shop.get(Till.class)
                            .journal
                            .read(new StreamId("cart", "1"), 1)
                            .findFirst()
                            .orElseThrow()
                            .eventId()
                            .toString();
            assertEquals(
                    Map.of("causation-id", cause, "correlation-id", cause),
                    metadata(shop, "reward"));
        }
    }

    @Test
    void a_provider_that_fails_is_named_by_its_class() {
        try (Deployment shop = deploy(Broken.class)) {
            assertRefused(shop, Broken.class.getName());
        }
    }

    @Test
    void a_value_that_is_too_long_is_named_by_its_key_and_provider() {
        try (Deployment shop = deploy(Talkative.class)) {
            assertRefused(shop, Talkative.class.getName(), "'story'", "10000", "8192");
        }
    }

    private static void assertRefused(Deployment shop, String... named) {
        AggregateRepository<Cart> carts = shop.get(Till.class).carts;
        String message =
                assertThrows(
                                EventSourcingException.class,
                                () -> carts.create("1", new Opened("eve")))
                        .getMessage();
        for (String name : named) {
            assertTrue(message.contains(name), message);
        }
        assertTrue(carts.find("1").isEmpty());
    }

    private static Deployment deploy(Class<?>... classes) {
        Class<?>[] all = Arrays.copyOf(classes, classes.length + 1);
        all[classes.length] = Till.class;
        return Deployment.ofShop(Map.of(), all);
    }

    private static Map<String, String> metadata(Deployment shop, String id) {
        List<EventEnvelope<Object>> events =
                shop.get(Till.class).journal.read(new StreamId("cart", id)).toList();
        return events.get(0).metadata().entries();
    }
}
