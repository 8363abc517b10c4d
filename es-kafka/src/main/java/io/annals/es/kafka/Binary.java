package io.annals.es.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The binary content mode: attributes in the headers of a record, data in its value. */
final class Binary {

    static final String CONTENT_TYPE = "content-type";

    private static final String PREFIX = "ce_";

    private Binary() {}

    static Headers headers(CloudEvent event) {
        Headers headers = new RecordHeaders();
        add(headers, CloudEvent.SPEC_VERSION, CloudEvent.SUPPORTED);
        new TreeMap<>(event.attributes()).forEach((name, value) -> add(headers, name, value));
        return headers;
    }

    static void add(Headers headers, String attribute, String value) {
        headers.add(
                attribute.equals(CloudEvent.DATA_CONTENT_TYPE) ? CONTENT_TYPE : PREFIX + attribute,
                value.getBytes(UTF_8));
    }

    static CloudEvent read(Headers headers, byte[] value) {
        Map<String, String> attributes = new TreeMap<>();
        for (Header header : headers) {
            if (header.value() == null) {
                continue; // a missing attribute is one that is not set
            }
            if (header.key().equals(CONTENT_TYPE)) {
                attributes.put(CloudEvent.DATA_CONTENT_TYPE, new String(header.value(), UTF_8));
            } else if (header.key().startsWith(PREFIX)) {
                attributes.put(
                        header.key().substring(PREFIX.length()), new String(header.value(), UTF_8));
            }
        }
        String version = attributes.remove(CloudEvent.SPEC_VERSION);
        if (version == null) {
            throw new IllegalArgumentException(
                    "it is no CloudEvent: it has neither the header 'ce_specversion' nor a 'content-type' of application/cloudevents+json");
        }
        CloudEvent.requireSupported(version);
        return new CloudEvent(attributes, value);
    }
}
