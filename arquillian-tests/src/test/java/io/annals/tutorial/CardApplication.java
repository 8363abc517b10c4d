package io.annals.tutorial;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

// example:begin
@ApplicationPath("api")
public class CardApplication extends Application {}
// example:end
