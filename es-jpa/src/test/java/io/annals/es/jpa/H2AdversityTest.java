package io.annals.es.jpa;

import io.annals.testing.H2File;
import io.annals.testing.Login;

class H2AdversityTest extends AdversityTest {

    @Override
    Login login() {
        return H2File.create();
    }

    @Override
    String connection() {
        return "SELECT session_id()";
    }

    @Override
    String end() {
        return "CALL abort_session(%s)";
    }
}
