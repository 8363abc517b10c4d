package io.annals.es.jpa;

/** What is taken already, so that an insert of events failed. */
enum Taken {
    NOTHING,
    VERSION_OR_ID,
    ID,
    POSITION
}
