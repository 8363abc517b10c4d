package io.annals.es.spi;

/**
 * What a serialiser makes of stored fields and those of an event class where they differ.
 *
 * <p>Immutable.
 *
 * @param unknownFail whether an event is unreadable that has a field which its class has not; else
 *     the field is ignored
 * @param missingFail whether an event is unreadable that lacks a value which its class is made of;
 *     else that is null, 0, false or empty, unless the class itself says otherwise. What is null or
 *     empty is written as null then, so that it is not missing
 */
public record FieldRules(boolean unknownFail, boolean missingFail) {

    /** What is unknown is ignored, and what is missing is null, 0, false or empty. */
    public static FieldRules defaults() {
        return new FieldRules(false, false);
    }
}
