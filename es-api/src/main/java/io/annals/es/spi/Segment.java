package io.annals.es.spi;

import io.annals.es.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * A consumer's share of the streams, by the slot that a stream's id falls into: one of 1,024, for
 * ever the same.
 *
 * @param consumer the consumer's name
 * @param index which share, from 0
 * @param count how many there are: a power of two, 1 to 1,024
 */
public record Segment(String consumer, int index, int count) {

    /** How many slots there are, and so segments at most. */
    public static final int SLOTS = 1_024;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there can be no such segment
     */
    public Segment {
        requireCount(count);
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "Not a segment: %d of %d. Expected 0 to %d".formatted(index, count, count - 1));
        }
    }

    /** All segments of a consumer. */
    public static List<Segment> of(String consumer, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Segment(consumer, index, count))
                .toList();
    }

    /**
     * A number that segments can have.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static int requireCount(int count) {
        if (count < 1 || count > SLOTS || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException(
                    "Not a number of segments: %d. Expected a power of two from 1 to %d"
                            .formatted(count, SLOTS));
        }
        return count;
    }

    /** The name of its checkpoint and its lease: the consumer's own if there is no other. */
    public String name() {
        return count == 1 ? consumer : "%s %d/%d".formatted(consumer, index, count);
    }

    /** Whether the events of a stream belong to it. */
    public boolean contains(StreamId stream) {
        return count == 1 || slot(stream) / (SLOTS / count) == index;
    }

    /** Whether there are streams that belong to both. */
    public boolean overlaps(Segment other) {
        return first() < other.end() && other.first() < end();
    }

    private int first() {
        return index * (SLOTS / count);
    }

    private int end() {
        return (index + 1) * (SLOTS / count);
    }

    private static int slot(StreamId stream) {
        CRC32 hash = new CRC32();
        hash.update(stream.category().getBytes(StandardCharsets.UTF_8));
        hash.update(0);
        hash.update(stream.id().getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % SLOTS);
    }
}
