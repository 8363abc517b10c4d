package io.annals.readme;

import io.annals.es.spi.MetadataProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What is added to the metadata of each event, as it is shown in docs/metadata.md. */
// example:begin
@ApplicationScoped
public class Release implements MetadataProvider {
    @Inject
    @ConfigProperty(name = "app.release")
    String release;

    @Override
    public Map<String, String> entries() {
        return Map.of("release", release);
    }
}
// example:end
