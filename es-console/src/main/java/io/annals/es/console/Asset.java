package io.annals.es.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of the pages.
 *
 * @param type its media type
 */
@SuppressWarnings("ArrayRecordComponent") // as it is in the jar; nobody changes it
record Asset(String type, byte[] content) {

    private static final Set<String> FILES =
            Set.of(
                    "index.html",
                    "console.css",
                    "console.js",
                    "html.js",
                    "api.js",
                    "overview.js",
                    "events.js",
                    "streams.js",
                    "consumers.js",
                    "nodes.js",
                    "payload.js",
                    "plot.js",
                    "poll.js",
                    "icon.svg");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html;charset=UTF-8",
                    "css", "text/css;charset=UTF-8",
                    "js", "text/javascript;charset=UTF-8",
                    "svg", "image/svg+xml");

    /** The file of a name, if it is one of the pages. */
    static Optional<Asset> named(String name) {
        return FILES.contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    private static Asset read(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream file = Asset.class.getResourceAsStream("pages/" + name)) {
            if (file == null || type == null) {
                throw new IllegalStateException("The console lacks its file " + name);
            }
            return new Asset(type, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> names() {
        return FILES;
    }
}
