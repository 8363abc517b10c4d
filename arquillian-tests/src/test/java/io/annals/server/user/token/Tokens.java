package io.annals.server.user.token;

import io.annals.server.user.GuestbookResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;

/** Switches MicroProfile JWT on for the archive; a bean, as Payara looks for it among these. */
@ApplicationScoped
@LoginConfig(authMethod = "MP-JWT")
@ApplicationPath("tokens")
public class Tokens extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(GuestbookResource.class);
    }
}
