package io.annals.es.aggregate;

/** Makes the state of a mutable aggregate before its first event. */
@FunctionalInterface
interface FirstState {

    Object make() throws ReflectiveOperationException;
}
