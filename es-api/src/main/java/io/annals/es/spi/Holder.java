package io.annals.es.spi;

/**
 * A transaction or process that the journal waits for.
 *
 * @param name which one it is and, where that is known, since when; anybody may be told, so it says
 *     nothing of users, hosts and applications
 * @param description all that helps an operator to find it, for the log
 */
public record Holder(String name, String description) {}
