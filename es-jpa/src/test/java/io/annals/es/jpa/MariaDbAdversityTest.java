package io.annals.es.jpa;

import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;

class MariaDbAdversityTest extends AdversityTest {

    @Override
    Login login() {
        return MariaDbServer.create();
    }

    @Override
    String connection() {
        return "SELECT connection_id()";
    }

    @Override
    String end() {
        return "KILL %s";
    }
}
