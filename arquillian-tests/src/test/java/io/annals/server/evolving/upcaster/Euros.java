package io.annals.server.evolving.upcaster;

import io.annals.es.evolution.Upcaster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.json.Json;
import jakarta.json.JsonObject;

/** Prices were in euros once. */
@ApplicationScoped
public class Euros {

    @Produces
    Upcaster<JsonObject> cents() {
        return Upcaster.change(
                "tea-poured",
                1,
                cup -> Json.createObjectBuilder().add("cents", cup.getInt("euros") * 100L).build());
    }
}
