package io.annals.es.jsonb;

import io.annals.es.EventSourcingException;
import jakarta.json.bind.Jsonb;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;

/**
 * Detects providers that mix the texts of those who write at the same time. Parsson before 1.1.1
 * lends a buffer twice after it was given back twice, as Yasson does; what comes then is stored, or
 * read as an event without its values, and nothing fails.
 */
final class MixedTexts {

    private static final List<String> AROUND = List.of("around");
    private static final List<String> WITHIN = List.of("within");

    private MixedTexts() {}

    /**
     * Lets the provider write a text while it hands over another.
     *
     * @throws EventSourcingException if the other is not what it should be
     */
    static void refuse(Jsonb jsonb) {
        jsonb.toJson(AROUND); // gives back a buffer, perhaps twice
        StringWriter expected = new StringWriter();
        jsonb.toJson(AROUND, expected);
        StringWriter found = new StringWriter();
        jsonb.toJson(AROUND, new Interrupted(jsonb, found));
        if (!expected.toString().contentEquals(found.getBuffer())) {
            throw new EventSourcingException(
                    "Could not use the JSON-B provider %s: it mixes texts that are written at the same time. Expected %s when another is written in between, found %s. Bring a newer JSON-P provider, or a newer server: Eclipse Parsson does so before 1.1.1"
                            .formatted(jsonb.getClass().getName(), expected, found));
        }
    }

    /** Before it takes what it is given it has another text written. */
    private static final class Interrupted extends Writer {

        private final Jsonb jsonb;
        private final Writer target;

        Interrupted(Jsonb jsonb, Writer target) {
            this.jsonb = jsonb;
            this.target = target;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            jsonb.toJson(WITHIN);
            target.write(text, from, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
