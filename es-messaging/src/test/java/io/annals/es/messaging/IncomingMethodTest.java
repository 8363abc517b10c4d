package io.annals.es.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.consumer.Delivery;
import io.annals.es.messaging.CartEvent.Opened;
import io.annals.testing.shop.ItemAdded;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.annotations.Incomings;
import io.smallrye.reactive.messaging.annotations.Merge;
import jakarta.ejb.Stateless;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment.Strategy;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("unused")
class IncomingMethodTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "envelope",
                "event",
                "required",
                "supports",
                "mandatory",
                "postProcessing",
                "twoParameters"
            })
    void serves_plain_methods_exactly_once_unless_told_otherwise(String method) {
        IncomingMethod incoming = incoming(Signatures.class, method);
        assertEquals(Delivery.EXACTLY_ONCE, settings().deliveryTo(incoming));
        assertEquals(Delivery.EXACTLY_ONCE, settings(Delivery.EXACTLY_ONCE).deliveryTo(incoming));
        assertEquals(Delivery.AT_LEAST_ONCE, settings(Delivery.AT_LEAST_ONCE).deliveryTo(incoming));
    }

    @ParameterizedTest
    @CsvSource({
        "stage, it returns CompletionStage",
        "uni, it returns Uni",
        "messages, it returns Subscriber",
        "processor, it returns Object",
        "outgoing, it has @Outgoing",
    })
    void serves_asynchronous_ones_at_least_once_and_says_why(String method, String reason) {
        IncomingMethod incoming = incoming(Signatures.class, method);
        assertEquals(Delivery.AT_LEAST_ONCE, settings().deliveryTo(incoming));
        assertEquals(Delivery.AT_LEAST_ONCE, settings(Delivery.AT_LEAST_ONCE).deliveryTo(incoming));
        assertRefused("is exactly-once", reason, settings(Delivery.EXACTLY_ONCE), incoming);
    }

    @ParameterizedTest
    @CsvSource({
        "blocking, it has @Blocking",
        "commonBlocking, it has @Blocking",
        "merged, it has @Merge",
        "twoChannels, it reads several channels",
        "requiresNew, it has @Transactional(REQUIRES_NEW)",
        "notSupported, it has @Transactional(NOT_SUPPORTED)",
        "never, it has @Transactional(NEVER)",
    })
    void serves_ones_that_break_the_claim_only_where_that_is_said(String method, String reason) {
        assertBreaksTheClaim(reason, incoming(Signatures.class, method));
    }

    @Test
    void reads_what_the_class_says_unless_the_method_says_otherwise() {
        assertBreaksTheClaim(
                "it has @Transactional(REQUIRES_NEW)", incoming(NewTransactions.class, "inherits"));
        assertEquals(
                Delivery.EXACTLY_ONCE,
                settings().deliveryTo(incoming(NewTransactions.class, "overrides")));
    }

    @Test
    void sees_through_stereotypes_and_enterprise_beans() {
        assertBreaksTheClaim(
                "it has @Transactional(REQUIRES_NEW)", incoming(ByStereotype.class, "on"));
        assertBreaksTheClaim(
                "its class is an enterprise bean (@Stateless)", incoming(Enterprise.class, "on"));
    }

    @ParameterizedTest
    @CsvSource({
        "envelope, true, io.annals.es.messaging.CartEvent",
        "rawEnvelope, true, java.lang.Object",
        "anyEnvelope, true, java.lang.Object",
        "someEnvelope, true, io.annals.es.messaging.CartEvent",
        "stage, true, io.annals.es.messaging.CartEvent",
        "messages, true, io.annals.es.messaging.CartEvent",
        "twoParameters, true, io.annals.es.messaging.CartEvent",
        "event, false, io.annals.es.messaging.CartEvent$Opened",
        "uni, false, io.annals.es.messaging.CartEvent",
        "transformer, false, io.annals.es.messaging.CartEvent",
        "generic, false, io.annals.es.messaging.CartEvent",
    })
    void tells_the_payload_from_the_signature(String method, boolean inEnvelope, Class<?> event) {
        assertEquals(new Payload(inEnvelope, event), incoming(Signatures.class, method).payload());
    }

    @Test
    void wants_the_events_that_the_signature_names_records_and_messages() {
        assertEquals(Set.of("cart-opened"), types("event"));
        assertEquals(Set.of("item-added"), types("generated"));
        assertEquals(Set.of("item-added"), types("envelopedGenerated"));
        assertEquals(Set.of(), types("anyEnvelope"));
    }

    private static Set<String> types(String method) {
        return incoming(Signatures.class, method).payload().types();
    }

    @ParameterizedTest
    @CsvSource({
        "early, with @Acknowledgment(PRE_PROCESSING)",
        "none, with @Acknowledgment(NONE)",
        "asynchronous, a void method with @Asynchronous returns before its work is done",
        "payloads, a stream of payloads is acknowledged before",
        "expanding, a stream of payloads is acknowledged before",
        "flattening, a stream of payloads is acknowledged before",
    })
    void refuses_methods_that_could_lose_events(String method, String defect) {
        String found = incoming(Signatures.class, method).defect().orElseThrow();
        assertTrue(found.startsWith(defect), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "transformer", "stage", "uni", "processor", "blocking"})
    void accepts_methods_whose_acknowledgment_means_handled(String method) {
        assertFalse(incoming(Signatures.class, method).defect().isPresent());
    }

    private static void assertBreaksTheClaim(String reason, IncomingMethod incoming) {
        assertRefused("is not set", reason, settings(), incoming);
        assertRefused("is exactly-once", reason, settings(Delivery.EXACTLY_ONCE), incoming);
        assertEquals(Delivery.AT_LEAST_ONCE, settings(Delivery.AT_LEAST_ONCE).deliveryTo(incoming));
    }

    private static void assertRefused(
            String found, String reason, ChannelSettings settings, IncomingMethod incoming) {
        String message =
                assertThrows(DeploymentException.class, () -> settings.deliveryTo(incoming))
                        .getMessage();
        assertTrue(
                message.contains(
                        "mp.messaging.incoming.in.delivery: %s, but %s cannot be served exactly once, because %s. "
                                .formatted(found, incoming.name(), reason)),
                message);
    }

    private static ChannelSettings settings(Delivery... delivery) {
        return new ChannelSettings(
                "in", "in", EventFilter.all(), false, Arrays.stream(delivery).findFirst());
    }

    private static IncomingMethod incoming(Class<?> bean, String name) {
        Method method =
                Arrays.stream(bean.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        return IncomingMethod.of(bean, method);
    }

    /** The shapes of methods; none is ever called. */
    private abstract static class Signatures {

        @Incoming("in")
        void envelope(EventEnvelope<CartEvent> event) {}

        @Incoming("in")
        @SuppressWarnings("rawtypes")
        void rawEnvelope(EventEnvelope event) {}

        @Incoming("in")
        void anyEnvelope(EventEnvelope<?> event) {}

        @Incoming("in")
        void someEnvelope(EventEnvelope<? extends CartEvent> event) {}

        @Incoming("in")
        void event(Opened event) {}

        @Incoming("in")
        void generated(ItemAdded event) {}

        @Incoming("in")
        void envelopedGenerated(EventEnvelope<ItemAdded> event) {}

        @Incoming("in")
        <E extends CartEvent> void generic(E event) {}

        @Incoming("in")
        void twoParameters(EventEnvelope<CartEvent> event, Object metadata) {}

        @Incoming("in")
        @Transactional
        void required(CartEvent event) {}

        @Incoming("in")
        @Transactional(TxType.SUPPORTS)
        void supports(CartEvent event) {}

        @Incoming("in")
        @Transactional(TxType.MANDATORY)
        void mandatory(CartEvent event) {}

        @Incoming("in")
        @Transactional(TxType.REQUIRES_NEW)
        void requiresNew(CartEvent event) {}

        @Incoming("in")
        @Transactional(TxType.NOT_SUPPORTED)
        void notSupported(CartEvent event) {}

        @Incoming("in")
        @Transactional(TxType.NEVER)
        void never(CartEvent event) {}

        @Incoming("in")
        @Acknowledgment(Strategy.POST_PROCESSING)
        void postProcessing(CartEvent event) {}

        @Incoming("in")
        @Acknowledgment(Strategy.PRE_PROCESSING)
        void early(CartEvent event) {}

        @Incoming("in")
        @Acknowledgment(Strategy.NONE)
        void none(CartEvent event) {}

        @Incoming("in")
        @Asynchronous
        void asynchronous(CartEvent event) {}

        @Incoming("in")
        @Blocking
        void blocking(CartEvent event) {}

        @Incoming("in")
        @io.smallrye.common.annotation.Blocking
        void commonBlocking(CartEvent event) {}

        @Incoming("in")
        @Merge
        void merged(CartEvent event) {}

        @Incomings({@Incoming("in"), @Incoming("other")})
        void twoChannels(CartEvent event) {}

        @Incoming("in")
        @Outgoing("out")
        void outgoing(CartEvent event) {}

        @Incoming("in")
        abstract Object processor(CartEvent event);

        @Incoming("in")
        abstract CompletionStage<Void> stage(Message<EventEnvelope<CartEvent>> message);

        @Incoming("in")
        abstract Uni<Void> uni(CartEvent event);

        @Incoming("in")
        abstract Flow.Subscriber<Message<EventEnvelope<CartEvent>>> messages();

        @Incoming("in")
        abstract Multi<Message<Object>> transformer(Multi<Message<CartEvent>> messages);

        @Incoming("in")
        abstract Multi<Object> payloads(Multi<CartEvent> events);

        @Incoming("in")
        abstract Multi<Object> flattening(Multi<Message<CartEvent>> messages);

        @Incoming("in")
        abstract Flow.Publisher<Object> expanding(CartEvent event);
    }

    @Transactional(TxType.REQUIRES_NEW)
    private static class NewTransactions {

        @Incoming("in")
        void inherits(CartEvent event) {}

        @Incoming("in")
        @Transactional
        void overrides(CartEvent event) {}
    }

    @Stereotype
    @Transactional(TxType.REQUIRES_NEW)
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Independent {}

    @Independent
    private static class ByStereotype {

        @Incoming("in")
        void on(CartEvent event) {}
    }

    @Stateless
    private static class Enterprise {

        @Incoming("in")
        void on(CartEvent event) {}
    }
}
