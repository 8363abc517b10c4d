package io.annals.es.opentelemetry;

import io.annals.readme.ConfigurationTest.Row;
import java.util.List;

/** What es-opentelemetry declares, for the reference. */
public final class DeclaredTracing {

    private DeclaredTracing() {}

    public static List<Row> ofTracing() {
        return List.of(
                new Row(
                        ConsumerSpans.KEY,
                        ConsumerSpans.LINK.word(),
                        ConsumerSpans.EXPECTED,
                        ConsumerSpans.MEANING));
    }
}
