package io.annals.es.cdi.metadata;

import io.annals.es.Metadata;
import io.annals.es.journal.HandledEvent;
import io.annals.es.spi.MetadataProvider;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The user whom Jakarta Security knows. Whoever handles an event has no caller. */
@ApplicationScoped
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class CallerName implements MetadataProvider {

    @Inject Instance<SecurityContext> found;
    @Inject Instance<HttpServletRequest> requests;

    private @Nullable SecurityContext security;
    private @Nullable HttpServletRequest request;

    /** Asked for once: each time might make another one that lives as long as this. */
    @PostConstruct
    void find() {
        security = found.isResolvable() ? found.get() : null;
        request = requests.isResolvable() ? requests.get() : null;
    }

    @Override
    public Map<String, String> entries() {
        if (security == null || HandledEvent.current().isPresent() || isAnonymous()) {
            return Map.of();
        }
        Principal caller = security.getCallerPrincipal();
        return caller == null || caller.getName() == null
                ? Map.of()
                : Map.of(Metadata.USER, caller.getName());
    }

    /** Payara would look for an EJB each time, to find nobody. */
    private boolean isAnonymous() {
        try {
            return request != null && request.getUserPrincipal() == null;
        } catch (ContextNotActiveException | IllegalStateException noRequest) {
            return false;
        }
    }
}
