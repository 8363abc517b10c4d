package io.annals.es.jpa;

import io.annals.testing.H2File;
import io.annals.testing.Login;

class H2SequencerTest extends SequencerTest {

    @Override
    Login login() {
        return H2File.create();
    }

    @Override
    String shortLockTimeout() {
        return "SET LOCK_TIMEOUT 50";
    }
}
