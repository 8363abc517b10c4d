package io.annals.server;

import io.annals.server.kafka.CartsToKafka;
import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's WAR with channels to Kafka and from it, and what it lacks for them. */
final class KafkaArchive {

    static final String BINARY = "carts-binary";
    static final String STRUCTURED = "carts-structured";
    static final String GROUP = "reports";
    static final String SOURCE = "/shop";

    private static final String CONFIGURATION =
            """
            es.kafka.source=/shop
            mp.messaging.incoming.carts-binary.connector=es-journal
            mp.messaging.outgoing.carts-binary-out.connector=smallrye-kafka
            es.consumer.carts-binary.segments=4
            mp.messaging.incoming.carts-structured.connector=es-journal
            mp.messaging.outgoing.carts-structured-out.connector=smallrye-kafka

            mp.messaging.incoming.carts-in.connector=smallrye-kafka
            mp.messaging.incoming.carts-in.topics=carts-binary,carts-structured
            mp.messaging.incoming.carts-in.group.id=reports
            mp.messaging.incoming.carts-in.auto.offset.reset=earliest
            mp.messaging.incoming.carts-in.auto.commit.interval.ms=500
            mp.messaging.incoming.carts-in.throttled.unprocessed-record-max-age.ms=0
            mp.messaging.incoming.carts-in.value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer
            """;

    private KafkaArchive() {}

    static WebArchive create() {
        return DemoArchive.withProbe()
                .addPackage(CartsToKafka.class.getPackage())
                .addAsLibraries(new File(System.getProperty("annals.kafka")).listFiles())
                .addAsLibrary(
                        ShrinkWrap.create(JavaArchive.class, "channels.jar")
                                .addAsManifestResource(
                                        new StringAsset(CONFIGURATION),
                                        "microprofile-config.properties"));
    }
}
