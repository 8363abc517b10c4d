package io.annals.es.jsonb;

import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of trees. Yasson can do so without text in between, by a method that JSON-B does
 * not have; it is looked for by name, as a server may hide Yasson's classes from applications.
 */
final class TreeReader {

    private static final String YASSON = "org.eclipse.yasson.YassonJsonb";

    private final Jsonb jsonb;
    private final JsonParserFactory parsers;
    private final @Nullable Method fromParser;

    TreeReader(Jsonb jsonb, JsonParserFactory parsers) {
        this.jsonb = jsonb;
        this.parsers = parsers;
        this.fromParser = fromParser(jsonb.getClass());
    }

    private static @Nullable Method fromParser(Class<?> jsonb) {
        for (Class<?> one : jsonb.getInterfaces()) {
            if (one.getName().equals(YASSON)) {
                try {
                    return one.getMethod("fromJson", JsonParser.class, Class.class);
                } catch (NoSuchMethodException e) {
                    return null; // an older or newer one, whose text is as good
                }
            }
        }
        return null;
    }

    /** What the tree's text is read as. */
    <E> @Nullable E read(JsonObject tree, Class<E> type) {
        if (fromParser != null) {
            try (JsonParser parser = parsers.createParser(tree)) {
                return type.cast(fromParser.invoke(jsonb, parser, type));
            } catch (InvocationTargetException | IllegalAccessException e) {
                // Its text tells what is wrong, or is read: a parser of a tree has not all methods
                // that fields of JSON-P's own types need.
            }
        }
        return jsonb.fromJson(tree.toString(), type);
    }
}
