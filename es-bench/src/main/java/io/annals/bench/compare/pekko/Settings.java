package io.annals.bench.compare.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.annals.bench.compare.contender.Site;
import io.annals.bench.compare.shop.CartEvent;
import io.annals.bench.numbers.Kind;
import java.util.Map;

/** Pekko's configuration: one pool for all of its parts, and a query that looks more often. */
final class Settings {

    static final String REFRESH = "20ms";
    static final int REPLAY = 1_000;

    private static final String TEXT =
            """
            pekko {
              loglevel = OFF
              stdout-loglevel = OFF
              log-dead-letters = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              persistence.journal.plugin = "jdbc-journal"
              actor.serialization-bindings { "%s" = jackson-json }
            }
            pekko-persistence-jdbc.shared-databases.slick.db {
              numThreads = ${compare.pool}
              maxConnections = ${compare.pool}
              minConnections = 1
              queueSize = 100000
            }
            jdbc-journal {
              use-shared-db = slick
              replayBatchSize = %d
            }
            jdbc-read-journal {
              use-shared-db = slick
              refresh-interval = %s
              max-buffer-size = %d
              journal-sequence-retrieval.query-delay = %s
            }
            """
                    .formatted(CartEvent.class.getName(), REPLAY, REFRESH, REPLAY, REFRESH);

    private Settings() {}

    static Config of(Site site) {
        String db = "pekko-persistence-jdbc.shared-databases.slick.";
        Config values =
                ConfigFactory.parseMap(
                        Map.of(
                                "compare.pool",
                                site.pool(),
                                db + "profile",
                                site.kind() == Kind.H2
                                        ? "slick.jdbc.H2Profile$"
                                        : "slick.jdbc.PostgresProfile$",
                                db + "db.driver",
                                site.kind() == Kind.H2 ? "org.h2.Driver" : "org.postgresql.Driver",
                                db + "db.url",
                                site.login().url(),
                                db + "db.user",
                                site.login().user(),
                                db + "db.password",
                                site.login().password()));
        return values.withFallback(ConfigFactory.parseString(TEXT))
                .withFallback(ConfigFactory.load())
                .resolve();
    }
}
