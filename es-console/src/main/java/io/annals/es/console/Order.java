package io.annals.es.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The body of a request that is to change something, and whether it comes from the pages here. */
final class Order {

    /** A header that no form sends, and no script of another site without being asked before. */
    static final String HEADER = "X-Es-Console";

    /** Many times what the longest order takes. */
    static final int LONGEST = 4_096;

    private static final JsonParserFactory JSON = Json.createParserFactory(Map.of());

    private Order() {}

    /**
     * Reads the order.
     *
     * @throws RefusedException if it comes from elsewhere, or is none
     */
    static Members of(HttpServletRequest request) throws IOException {
        requireSameSite(
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Origin"),
                request.getHeader("Host"),
                request.getHeader(HEADER));
        if (!isJson(request.getContentType())) {
            throw new RefusedException(
                    415, "Only JSON is taken here. Send Content-Type application/json");
        }
        if (request.getContentLengthLong() > LONGEST) {
            throw tooLong();
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw tooLong();
        }
        return parse(body);
    }

    static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType
                        .toLowerCase(Locale.ROOT)
                        .matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    }

    /**
     * A browser says where a request comes from; another client sends the header on purpose.
     *
     * @throws RefusedException if a page of another site has sent it
     */
    static void requireSameSite(
            @Nullable String site,
            @Nullable String origin,
            @Nullable String host,
            @Nullable String header) {
        boolean own =
                (site == null || site.equals("same-origin"))
                        && (origin == null || authority(origin).equalsIgnoreCase(host));
        if (!own || header == null) {
            throw new RefusedException(
                    403,
                    "Only the console's own pages may ask for this, with the header %s"
                            .formatted(HEADER));
        }
    }

    /** Without the scheme, which a proxy may have changed. */
    private static String authority(String origin) {
        try {
            String authority = new URI(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (URISyntaxException e) {
            return "";
        }
    }

    static Members parse(byte[] body) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            try (JsonParser parser = JSON.createParser(new StringReader(text))) {
                if (parser.next() == JsonParser.Event.START_OBJECT) {
                    Members order = Members.read(parser);
                    if (!parser.hasNext()) { // fails if anything comes after the value
                        return order;
                    }
                }
            }
        } catch (CharacterCodingException | JsonException | NoSuchElementException e) {
            // said below
        }
        throw new RefusedException(400, "The request body is not one JSON object in UTF-8");
    }

    private static RefusedException tooLong() {
        return new RefusedException(
                413, "The request body is too long: expected at most %d bytes".formatted(LONGEST));
    }
}
