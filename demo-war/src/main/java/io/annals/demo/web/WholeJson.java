package io.annals.demo.web;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only bodies that are one JSON object from the first byte to the last. JSON-B stops
 * reading after the value that it wants, so that it would take a body that was cut off or goes on;
 * it replaces bytes that are no UTF-8, takes an array for the first object in it, and of two
 * members of one name the last.
 */
@Provider
public class WholeJson implements ReaderInterceptor {

    /** Many times what the longest valid command takes. */
    static final int MAX_BYTES = 64 * 1024;

    /**
     * Many times what a command takes. Parsers give up at a depth of their own, each in its way.
     */
    static final int MAX_DEPTH = 32;

    /** Made once: to find the provider took as long as to do what a command wants. */
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        requirePlainUtf8(context);
        byte[] body = read(context);
        String fault =
                body.length == 0 ? "The request has no body. Send one JSON object" : fault(body);
        if (fault != null) {
            throw new BadRequestException(fault);
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    private static void requirePlainUtf8(ReaderInterceptorContext context) {
        String charset = context.getMediaType().getParameters().get("charset");
        if (charset != null && !charset.equalsIgnoreCase("UTF-8")) {
            throw new NotSupportedException(
                    "Only UTF-8 is taken here. Send Content-Type application/json");
        }
        if (context.getHeaders().containsKey("Content-Encoding")) {
            throw new NotSupportedException(
                    "Nothing encoded is taken here. Send the request without Content-Encoding");
        }
    }

    private static byte[] read(ReaderInterceptorContext context) {
        byte[] body = read(context.getInputStream());
        if (body.length > MAX_BYTES) {
            throw new ClientErrorException(
                    "The request body is too long: expected at most %d bytes".formatted(MAX_BYTES),
                    Status.REQUEST_ENTITY_TOO_LARGE);
        }
        String declared = context.getHeaders().getFirst("Content-Length");
        if (declared != null && !declared.equals(Integer.toString(body.length))) {
            throw new BadRequestException("The request body is shorter than its Content-Length");
        }
        return body;
    }

    private static byte[] read(InputStream in) {
        try {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) { // a client that stopped in the middle
            throw new BadRequestException(
                    "The request body broke off before its end. Send the request again", e);
        }
    }

    /** What is wrong with a body, or null if nothing is. */
    static @Nullable String fault(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
                return fault(parser);
            }
        } catch (CharacterCodingException | JsonException e) {
            return "The request body is not one JSON value in UTF-8";
        }
    }

    private static @Nullable String fault(JsonParser parser) {
        boolean isObject = false;
        Deque<Set<String>> around = new ArrayDeque<>(); // the members so far, from the inside out
        while (parser.hasNext()) { // fails if anything comes after the value
            JsonParser.Event event = parser.next();
            isObject |= around.isEmpty() && event == JsonParser.Event.START_OBJECT;
            switch (event) {
                case START_ARRAY, START_OBJECT -> around.push(new HashSet<>());
                case END_ARRAY, END_OBJECT -> around.pop();
                case KEY_NAME -> {
                    if (!around.element().add(parser.getString())) {
                        return "The request body has two members of one name in an object";
                    }
                }
                default -> {} // has no depth
            }
            if (around.size() > MAX_DEPTH) {
                return "The request body is nested too deeply: expected at most %d levels"
                        .formatted(MAX_DEPTH);
            }
        }
        return isObject ? null : "The request body is not a JSON object";
    }
}
