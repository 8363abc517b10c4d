package io.annals.demo.web;

import jakarta.ws.rs.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a client calls a command in the header {@code Idempotency-Key}, so that the command is done
 * once, however often it is sent.
 *
 * @param text 1 to 255 characters, the same for each sending and for no other command
 */
public record IdempotencyKey(String text) {

    /** The name of the header. */
    public static final String HEADER = "Idempotency-Key";

    private static final int MAX_LENGTH = 255;

    /**
     * Checks the length. JAX-RS must not call this itself: it takes an empty header for none.
     *
     * @throws BadRequestException if it is empty or too long
     */
    public IdempotencyKey {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new BadRequestException(
                    "Not an Idempotency-Key: it has %d characters. Expected 1 to %d"
                            .formatted(text.length(), MAX_LENGTH));
        }
    }

    /** The id of the command. */
    public UUID command() {
        return named("command ");
    }

    /** An id for what the command makes, the same at each sending. */
    public UUID made() {
        return named("made by command ");
    }

    private UUID named(String kind) {
        return UUID.nameUUIDFromBytes((kind + text).getBytes(StandardCharsets.UTF_8));
    }
}
