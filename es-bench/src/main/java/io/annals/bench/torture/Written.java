package io.annals.bench.torture;

import io.annals.es.EventType;

/**
 * The only event there is: it tells which transaction wrote it, and how many more that one wrote.
 *
 * @param transaction its number, never used twice in a run
 * @param part the event's place among those of its transaction, from 1
 * @param parts how many events the transaction wrote, to all streams together
 */
@EventType("written")
public record Written(long transaction, int part, int parts) {}
