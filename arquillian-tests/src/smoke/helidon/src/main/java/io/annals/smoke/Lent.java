package io.annals.smoke;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** What a Jakarta EE server gives the journal, and Helidon does not. */
// example:begin
@ApplicationScoped
class Lent {

    @Produces
    static ThreadFactory threads() {
        return Executors.defaultThreadFactory();
    }
}
// example:end
