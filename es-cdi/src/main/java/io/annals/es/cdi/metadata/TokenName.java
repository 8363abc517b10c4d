package io.annals.es.cdi.metadata;

import io.annals.es.Metadata;
import io.annals.es.journal.HandledEvent;
import io.annals.es.spi.MetadataProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The user whom the token of the request names; outside of requests there is none. */
@ApplicationScoped
@Priority(Interceptor.Priority.LIBRARY_BEFORE + 1)
class TokenName implements MetadataProvider {

    @Inject Instance<JsonWebToken> tokens;

    @Override
    public Map<String, String> entries() {
        if (HandledEvent.current().isPresent() || !tokens.isResolvable()) {
            return Map.of();
        }
        Instance.Handle<JsonWebToken> token = tokens.getHandle();
        try {
            String name = token.get().getName();
            return name == null ? Map.of() : Map.of(Metadata.USER, name);
        } catch (ContextNotActiveException noRequest) {
            return Map.of();
        } finally {
            if (token.getBean().getScope() == Dependent.class) { // else it is the request's
                token.destroy();
            }
        }
    }
}
