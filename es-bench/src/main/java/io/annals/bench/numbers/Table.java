package io.annals.bench.numbers;

import io.annals.es.StreamId;
import io.annals.es.spi.NewEvent;
import java.util.List;

/** What stores events: the journal, or a table that promises nothing. */
interface Table {

    /** Stores events after those that the stream has, in the active transaction. */
    void append(StreamId stream, long version, List<NewEvent> events);

    /** That transaction is committed. */
    default void committed(int events) {}
}
