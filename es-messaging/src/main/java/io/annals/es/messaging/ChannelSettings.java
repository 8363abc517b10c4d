package io.annals.es.messaging;

import io.annals.es.EventFilter;
import io.annals.es.StreamId;
import io.annals.es.consumer.Delivery;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * What is configured for a channel under {@code mp.messaging.incoming.<channel>}.
 *
 * @param channel its name
 * @param consumer the name of its checkpoint; the channel's own name unless configured
 * @param filter the events it wants; an empty set of types leaves them to the method's signature
 * @param outward whether its method has effects that must not happen again: what is replayed is not
 *     delivered
 * @param delivery what its method is to be promised; empty leaves it to the method
 */
record ChannelSettings(
        String channel,
        String consumer,
        EventFilter filter,
        boolean outward,
        Optional<Delivery> delivery) {

    static final String CONSUMER = "consumer";
    static final String CATEGORIES = "categories";
    static final String TYPES = "types";

    private static final String OUTWARD = "outward";
    private static final String DELIVERY = "delivery";
    private static final String EXACTLY_ONCE = "exactly-once";
    private static final String AT_LEAST_ONCE = "at-least-once";
    private static final String CHANNEL_NAME = "channel-name";
    private static final String BROADCAST = "broadcast";

    /** All of them: an attribute that is not listed here is unknown. */
    static final List<Attribute> ATTRIBUTES =
            List.of(
                    new Attribute(
                            CONSUMER,
                            "",
                            "a name; the channel's own where none is set",
                            "the name of its checkpoint, and of its settings `es.consumer.<name>.*`"),
                    new Attribute(
                            CATEGORIES,
                            "",
                            "categories with commas between them; all where none is set",
                            "the events of which streams it wants"),
                    new Attribute(
                            TYPES,
                            "",
                            "names of event types with commas between them; those that its method takes where none is set",
                            "which events of these it wants"),
                    new Attribute(
                            OUTWARD,
                            "false",
                            "true or false",
                            "with `true` its method has effects that must not happen again: what comes again after a reset is not delivered"),
                    new Attribute(
                            DELIVERY,
                            "",
                            "exactly-once or at-least-once; what its method can be promised where none is set",
                            "what its method is promised"));

    private static final List<String> OWN = ATTRIBUTES.stream().map(Attribute::name).toList();
    private static final Set<String> OF_THE_RUNTIME =
            Set.of("connector", CHANNEL_NAME, "type", "enabled", BROADCAST);
    private static final Pattern ENVIRONMENT_VARIABLE = Pattern.compile("[A-Z0-9_]+");
    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /**
     * Reads the settings of one channel.
     *
     * @param config as the runtime hands it to a connector: its keys are the attributes
     * @throws DeploymentException if an attribute is unknown or its value impossible; names the key
     */
    static ChannelSettings from(Config config) {
        String channel = config.getValue(CHANNEL_NAME, String.class);
        config.getPropertyNames().forEach(name -> requireKnown(channel, name));
        if (config.getOptionalValue(BROADCAST, Boolean.class).orElse(false)) {
            throw invalid(
                    channel,
                    BROADCAST,
                    "'true' is not possible: give each reader a channel of its own");
        }
        return new ChannelSettings(
                channel,
                config.getOptionalValue(CONSUMER, String.class).orElse(channel),
                new EventFilter(
                        names(config, channel, CATEGORIES, StreamId::requireCategory),
                        names(config, channel, TYPES, ChannelSettings::requireTypeName)),
                isOutward(config, channel),
                config.getOptionalValue(DELIVERY, String.class)
                        .map(value -> delivery(channel, value)));
    }

    /**
     * What a method on this channel is promised.
     *
     * @throws DeploymentException if the method cannot keep what is configured; or if it looks as
     *     though it were served exactly once, cannot be, and nothing is configured
     */
    Delivery deliveryTo(IncomingMethod reader) {
        if (reader.obstacle().isEmpty()) {
            return delivery.orElse(Delivery.EXACTLY_ONCE);
        }
        if (delivery.isEmpty() ? reader.looksPlain() : delivery.get() == Delivery.EXACTLY_ONCE) {
            throw invalid(
                    DELIVERY,
                    "%s, but %s cannot be served exactly once, because %s. Change the method, or set %s: after a crash an event may come again"
                            .formatted(
                                    delivery.isEmpty() ? "is not set" : "is " + EXACTLY_ONCE,
                                    reader.name(),
                                    reader.obstacle().get(),
                                    AT_LEAST_ONCE));
        }
        return Delivery.AT_LEAST_ONCE;
    }

    /**
     * The events that a method on this channel gets: of the types configured, or else of all but
     * those that it does not take. A type that nobody knows is not among those: where it turns up,
     * the channel must stop.
     */
    EventFilter filterFor(Payload payload, Set<String> knownTypes) {
        if (!filter.types().isEmpty() || payload.types().isEmpty()) {
            return filter;
        }
        Set<String> others = new HashSet<>(knownTypes);
        others.removeAll(payload.types());
        return new EventFilter(filter.categories(), Set.of(), others);
    }

    /**
     * Makes sure that the types that are configured are those of event classes: of another, as of
     * one that has been renamed, nothing would ever be delivered, and all would be passed.
     *
     * @throws DeploymentException if one is not; the message names it
     */
    void requireKnown(Set<String> knownTypes) {
        Set<String> unknown = new TreeSet<>(filter.types());
        unknown.removeAll(knownTypes);
        if (!unknown.isEmpty()) {
            throw invalid(
                    TYPES,
                    "no event class has the type name %s. Known are %s"
                            .formatted(
                                    String.join(", ", unknown),
                                    String.join(", ", new TreeSet<>(knownTypes))));
        }
    }

    /** Says what is wrong with an attribute of this channel. */
    DeploymentException invalid(String attribute, String problem) {
        return invalid(channel, attribute, problem);
    }

    private static void requireKnown(String channel, String name) {
        String attribute = name.toLowerCase(Locale.ROOT).replace('_', '-');
        if (OWN.contains(attribute) || OF_THE_RUNTIME.contains(attribute)) {
            return;
        }
        // The runtime takes SHOP_EVENTS_CONNECTOR for an attribute EVENTS_CONNECTOR of a channel
        // "shop".
        if (!ENVIRONMENT_VARIABLE.matcher(name).matches()) {
            throw invalid(
                    channel,
                    name,
                    "the connector %s has no such attribute. Allowed: %s, and broadcast=false, connector, enabled"
                            .formatted(JournalConnector.NAME, String.join(", ", OWN)));
        }
    }

    private static Set<String> names(
            Config config, String channel, String attribute, UnaryOperator<String> check) {
        String[] values = config.getOptionalValue(attribute, String[].class).orElse(new String[0]);
        try {
            return Arrays.stream(values)
                    .map(String::trim)
                    .map(check)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException e) {
            throw invalid(channel, attribute, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isOutward(Config config, String channel) {
        String value = config.getOptionalValue(OUTWARD, String.class).orElse("false");
        if (!value.matches("true|false")) {
            throw invalid(channel, OUTWARD, "is '%s', expected true or false".formatted(value));
        }
        return value.equals("true");
    }

    private static Delivery delivery(String channel, String value) {
        return switch (value) {
            case EXACTLY_ONCE -> Delivery.EXACTLY_ONCE;
            case AT_LEAST_ONCE -> Delivery.AT_LEAST_ONCE;
            default ->
                    throw invalid(
                            channel,
                            DELIVERY,
                            "is '%s', expected %s or %s"
                                    .formatted(value, EXACTLY_ONCE, AT_LEAST_ONCE));
        };
    }

    private static String requireTypeName(String name) {
        if (!TYPE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Not an event type: '%s'. Expected 1 to 100 characters of A-Z a-z 0-9 . _ -"
                            .formatted(name));
        }
        return name;
    }

    /**
     * An attribute of a channel, from which docs/configuration.md is written.
     *
     * @param otherwise its value where none is set; empty if there is none then
     * @param expected which values it may have
     * @param meaning what it is for
     */
    record Attribute(String name, String otherwise, String expected, String meaning) {}

    private static DeploymentException invalid(String channel, String attribute, String problem) {
        return new DeploymentException(
                "Could not set up channel '%s': mp.messaging.incoming.%s.%s: %s"
                        .formatted(channel, channel, attribute, problem));
    }
}
