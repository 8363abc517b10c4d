package io.annals.es.jpa;

import io.annals.testing.Login;
import io.annals.testing.MariaDbServer;

class MariaDbSequencerTest extends SequencerTest {

    @Override
    Login login() {
        return MariaDbServer.create();
    }

    @Override
    String shortLockTimeout() {
        return "SET SESSION innodb_lock_wait_timeout = 0";
    }
}
