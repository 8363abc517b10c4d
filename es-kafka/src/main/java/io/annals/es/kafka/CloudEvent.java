package io.annals.es.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A CloudEvent: its attributes as text, without {@code specversion}, and its data as the event's
 * serialiser made them.
 */
@SuppressWarnings("ArrayRecordComponent") // a payload passes through here once
record CloudEvent(Map<String, String> attributes, byte[] data) {

    static final String SPEC_VERSION = "specversion";
    static final String SUPPORTED = "1.0";
    private static final Pattern VERSION = Pattern.compile("[0-9.]{1,10}");
    static final String ID = "id";
    static final String SOURCE = "source";
    static final String TYPE = "type";
    static final String SUBJECT = "subject";
    static final String TIME = "time";
    static final String DATA_CONTENT_TYPE = "datacontenttype";
    static final String POSITION = "position";
    static final String STREAM_VERSION = "streamversion";
    static final String REVISION = "revision";
    static final String CORRELATION_ID = "correlationid";
    static final String CAUSATION_ID = "causationid";
    static final String TRACEPARENT = "traceparent";
    static final String METADATA = "metadata";

    CloudEvent {
        attributes = Map.copyOf(attributes);
    }

    Optional<String> find(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** The value of an attribute that every event of a journal has. */
    String get(String attribute) {
        return find(attribute)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "it has no attribute '%s', as every event of a journal has"
                                                .formatted(attribute)));
    }

    /** Refuses other versions of the specification than the one that this is written for. */
    static void requireSupported(String specVersion) {
        if (!specVersion.equals(SUPPORTED)) {
            throw new IllegalArgumentException(
                    "it is of %s of CloudEvents, expected %s"
                            .formatted(
                                    VERSION.matcher(specVersion).matches()
                                            ? "version '%s'".formatted(specVersion)
                                            : "another version",
                                    SUPPORTED));
        }
    }
}
