package io.annals.es.journal;

import io.annals.es.EventSourcingException;
import io.annals.es.Metadata;
import io.annals.es.spi.MetadataProvider;
import java.util.Map;

/**
 * A provider of metadata, and what it is called where it fails.
 *
 * @param name the name of its class
 * @param provider what is asked
 */
public record MetadataSource(String name, MetadataProvider provider) {

    /**
     * What the provider says.
     *
     * @throws EventSourcingException if it throws, or says what cannot be stored; names the
     *     provider, and holds no value
     */
    Metadata metadata() {
        Map<String, String> entries;
        try {
            entries = provider.entries();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // as an assertion that fails
            throw new EventSourcingException(
                    "Could not append: the metadata provider %s failed (%s). Nothing was stored; the cause says why"
                            .formatted(name, e.getClass().getName()),
                    e);
        }
        try {
            return entries.isEmpty() ? Metadata.empty() : new Metadata(entries);
        } catch (RuntimeException e) { // as where a value is no text, or the map changes meanwhile
            throw new EventSourcingException(
                    "Could not append: what the metadata provider %s says cannot be stored, and nothing was. %s"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }
}
