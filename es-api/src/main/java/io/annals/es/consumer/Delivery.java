package io.annals.es.consumer;

/** What a consumer's handler may rely on. */
public enum Delivery {

    /**
     * The handler runs in a transaction together with the checkpoint: what it writes to the
     * journal's database is written once for each event, whatever crashes.
     */
    EXACTLY_ONCE,

    /**
     * The checkpoint is saved after the handler has finished: an event may come again after a
     * crash, where a node was frozen for longer than its lease, and where {@link Consumers} says
     * that what is being handled is undone.
     */
    AT_LEAST_ONCE
}
