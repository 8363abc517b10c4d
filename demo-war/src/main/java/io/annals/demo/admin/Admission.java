package io.annals.demo.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Knows by which token operators come in, if any is configured; one that is easy to guess fails the
 * deployment.
 */
@ApplicationScoped
class Admission {

    private static final String KEY = "shop.admin.token";

    void onStartup(@Observes Startup event) {
        token();
    }

    /** The token; empty if nobody is to come in. */
    Optional<AdminToken> token() {
        return ConfigProvider.getConfig().getOptionalValue(KEY, String.class).map(AdminToken::of);
    }
}
