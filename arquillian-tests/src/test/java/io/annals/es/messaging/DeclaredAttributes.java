package io.annals.es.messaging;

import io.annals.readme.ConfigurationTest.Row;
import java.util.List;

/** What es-messaging declares, for the reference. */
public final class DeclaredAttributes {

    private DeclaredAttributes() {}

    public static List<Row> ofChannels() {
        return ChannelSettings.ATTRIBUTES.stream()
                .map(
                        attribute ->
                                new Row(
                                        "mp.messaging.incoming.<channel>." + attribute.name(),
                                        attribute.otherwise(),
                                        attribute.expected(),
                                        attribute.meaning()))
                .toList();
    }
}
