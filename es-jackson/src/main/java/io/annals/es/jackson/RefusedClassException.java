package io.annals.es.jackson;

/**
 * A class would lose data on its way to the journal and back, or let JSON name a class. The message
 * tells the class, why, and what to do now, and holds no data.
 */
final class RefusedClassException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedClassException(String message) {
        super(message);
    }
}
