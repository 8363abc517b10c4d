package io.annals.es.spi;

/**
 * Where a consumer stands, and the epoch in which it may go on from there.
 *
 * @param epoch how often somebody has begun to work from this checkpoint, or has reset it
 * @param position the position of the last event that the consumer has finished with; 0 if it has
 *     none
 * @param replayUntil up to which position events come again, because the checkpoint was reset; not
 *     beyond the position if they do not
 */
public record Checkpoint(long epoch, long position, long replayUntil) {

    /** That of a consumer that has none yet. */
    public static final Checkpoint NONE = new Checkpoint(0, 0, 0);

    /** How far the consumer has ever come. */
    public long furthest() {
        return Math.max(position, replayUntil);
    }
}
