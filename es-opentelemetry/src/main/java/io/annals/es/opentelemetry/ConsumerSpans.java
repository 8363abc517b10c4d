package io.annals.es.opentelemetry;

import io.annals.es.DefinitionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How the span of an event that is handled belongs to the one that has appended it; by MicroProfile
 * Config {@code es.tracing.consumer}, {@code link} (default) or {@code parent}.
 */
public enum ConsumerSpans {

    /** It is in the trace of its consumer, and has a link. */
    LINK,

    /** It is in the trace of the append, as a child of that span. */
    PARENT;

    private static final String PREFIX = "es.tracing.";
    static final String KEY = PREFIX + "consumer";
    static final String EXPECTED = "link or parent";
    static final String MEANING =
            "how the span of an event that is handled belongs to that of its append: by a link, or as its child";

    /**
     * As it is set in the application whose context class loader this thread has.
     *
     * @throws DefinitionException see {@link #of}
     */
    static ConsumerSpans current() {
        return of(ConfigProvider.getConfig());
    }

    /**
     * As it is set.
     *
     * @throws DefinitionException if the value is malformed or a key is unknown; the message names
     *     every one of them
     */
    static ConsumerSpans of(Config config) {
        List<String> problems = new ArrayList<>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX) && !name.equals(KEY))
                .distinct()
                .sorted()
                .map("%s is no setting"::formatted)
                .forEach(problems::add);
        String value = config.getOptionalValue(KEY, String.class).orElse(LINK.word()).strip();
        if (Arrays.stream(values()).map(ConsumerSpans::word).noneMatch(value::equals)) {
            problems.add("%s is '%s', expected %s".formatted(KEY, value, EXPECTED));
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(
                    "Could not set up tracing: %s. There is this setting: %s"
                            .formatted(String.join("; ", problems), KEY));
        }
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** As it is set. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
