package io.annals.es.cdi.metadata;

import io.annals.es.Metadata;
import io.annals.es.journal.HandledEvent;
import io.annals.es.spi.MetadataProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Map;

/** The user whom Jakarta Security knows. Whoever handles an event has no caller. */
@ApplicationScoped
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class CallerName implements MetadataProvider {

    @Inject Instance<SecurityContext> security;

    @Override
    public Map<String, String> entries() {
        if (HandledEvent.current().isPresent() || !security.isResolvable()) {
            return Map.of();
        }
        Principal caller = security.get().getCallerPrincipal();
        return caller == null || caller.getName() == null
                ? Map.of()
                : Map.of(Metadata.USER, caller.getName());
    }
}
