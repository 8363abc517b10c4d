package io.annals.server;

import java.util.Locale;

/** The servers that run the shop. Where their own behaviour differs, a test may ask which it is. */
enum Server {
    PAYARA,
    WILDFLY,
    LIBERTY;

    /** The one that the build has chosen. */
    static final Server UNDER_TEST =
            valueOf(System.getProperty("arquillian.launch", "payara").toUpperCase(Locale.ROOT));
}
