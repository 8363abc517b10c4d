package io.annals.demo.web;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
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

/**
 * Lets through only bodies that are one JSON value from the first byte to the last. JSON-B stops
 * reading after the value that it wants, so that it would take a body that was cut off or goes on,
 * and it replaces bytes that are no UTF-8.
 */
@Provider
public class WholeJson implements ReaderInterceptor {

    /** Many times what the longest valid command takes. */
    static final int MAX_BYTES = 64 * 1024;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body = read(context);
        if (body.length > 0 && !isOneValue(body)) { // JAX-RS itself knows what to say of no body
            throw new BadRequestException("The request body is not one JSON value in UTF-8");
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    private static byte[] read(ReaderInterceptorContext context) throws IOException {
        InputStream in = context.getInputStream();
        byte[] body = in.readNBytes(MAX_BYTES + 1);
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

    static boolean isOneValue(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            try (JsonParser parser = Json.createParser(new StringReader(text))) {
                while (parser.hasNext()) { // fails if anything comes after the value
                    parser.next();
                }
            }
            return true;
        } catch (CharacterCodingException | JsonException e) {
            return false;
        }
    }
}
