package io.annals.demo.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** Puts the REST resources below {@code /api}. */
@ApplicationPath("api")
public class ShopApplication extends Application {

    /**
     * Jersey would describe all resources to everybody, those of the operator too, and tell in
     * Location the host that the client has named, which a cache would tell to others.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.server.headers.location.relative.resolution.disabled", true);
    }
}
