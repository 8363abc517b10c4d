package io.annals.bench.torture;

import io.annals.testing.Login;

/** A database server that can be treated badly. Its data is on the disk all the time. */
interface Server extends AutoCloseable {

    /** Starts it, for the first time or again on the same data and at the same place. */
    void start();

    /** Where its database is, once it has been started. */
    Login login();

    /** Ends it as a crash would: nothing is finished and nothing is written any more. */
    void stopAtOnce();

    /** Kills one process that serves a connection, if it has such processes. */
    void killServingProcess();

    @Override
    void close();
}
