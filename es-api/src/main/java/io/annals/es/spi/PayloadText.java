package io.annals.es.spi;

import java.util.Optional;

/**
 * Shows the payloads of events to people where there is no event class: since it is gone, or since
 * another application has written them.
 *
 * <p>In a container every bean of this type is asked, until one knows the event's type.
 * Thread-safe.
 */
public interface PayloadText {

    /**
     * What a payload says, as JSON or another text. It belongs neither into logs nor into
     * exceptions.
     *
     * @param type the event's logical type name
     * @return empty if it does not know the type
     * @throws RuntimeException if the payload is not one of the type
     */
    Optional<String> text(String type, byte[] payload);
}
