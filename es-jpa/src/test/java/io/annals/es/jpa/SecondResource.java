package io.annals.es.jpa;

import io.annals.testing.TestDatabase;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Something else that takes part in a transaction, so that it is committed in two phases: what is
 * done between them, when all others are prepared.
 */
record SecondResource(Runnable betweenThePhases) implements XAResource {

    /** To be called before anything else takes part in the active transaction. */
    void enlist(TestDatabase database) {
        try {
            database.transactions.manager.getTransaction().enlistResource(this);
        } catch (RollbackException | SystemException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int prepare(Xid xid) {
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
        betweenThePhases.run();
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
