package io.annals.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;

/** The servers that run the shop. Where their own behaviour differs, a test may ask which it is. */
enum Server {
    PAYARA(403, ".*/runtime/jackson-databind[.]jar"),
    WILDFLY(405, ".*/modules/system/layers/base/.*/jackson-databind-[^/]*[.]jar!/"),
    LIBERTY(404, ".*/WEB-INF/lib/jackson-databind-[^/]*[.]jar.*"); // shows none of its own

    /** The one that the build has chosen. */
    static final Server UNDER_TEST =
            valueOf(System.getProperty("arquillian.launch", "payara").toUpperCase(Locale.ROOT));

    private final int unknownPut;
    private final String jackson;

    Server(int unknownPut, String jackson) {
        this.unknownPut = unknownPut;
        this.jackson = jackson;
    }

    /** Its own status for a PUT of what is not there. */
    int unknownPut() {
        return unknownPut;
    }

    /**
     * Where the Jackson lies that an application gets which brings one, as a regular expression.
     */
    String jackson() {
        return jackson;
    }

    /**
     * Whether what MicroProfile Metrics is told can be read anywhere: WildFly has no MicroProfile
     * Metrics.
     */
    boolean exportsMetrics() {
        return this != WILDFLY;
    }

    /**
     * Whether the executors that a server brings take along what a {@code ThreadContextProvider} of
     * the application tells. Liberty's take along its own alone; one that the application defines
     * does.
     */
    boolean defaultExecutorsTakeContexts() {
        return this != LIBERTY;
    }

    /**
     * Whether the environment configures an OpenTelemetry of the server's own, which knows no
     * exporter of an application's: on Liberty. The application's is configured by the application
     * then.
     */
    boolean hasTelemetryOfItsOwn() {
        return this == LIBERTY;
    }

    /** What it makes of an answer of type {@code text/plain}: RESTEasy adds a character set. */
    String plainText() {
        return this == PAYARA ? "text/plain" : "text/plain;charset=UTF-8";
    }

    /** Liberty itself fails, before it asks the application, where credentials have no colon. */
    boolean survives(String authorization) {
        if (this != LIBERTY || !authorization.startsWith("Basic ")) {
            return true;
        }
        String encoded = authorization.substring(6);
        return encoded.isBlank()
                || new String(Base64.getMimeDecoder().decode(encoded), UTF_8).contains(":");
    }
}
