package io.annals.es.spi;

/**
 * What all nodes must agree on about a consumer.
 *
 * @param name its name
 * @param revision how often this has been changed
 * @param segments how many parts share its events now, each with a checkpoint of its own; 0 for a
 *     projection that is fed by appends
 * @param wantedSegments how many are to share them
 * @param paused whether it is to stand still
 * @param liveAfter the position after which it is the one of its versions that has effects outside
 *     its view: 0 for the first; {@link Long#MAX_VALUE} for one that is to take the place of
 *     another and has not yet
 * @param liveUntil the last position at which it is that; {@link Long#MAX_VALUE} unless another
 *     took its place; 0 if that was before its first event, or it was retired and fed again; {@link
 *     #RETIRED} if nothing feeds it
 * @param filter which events it was set up to want, in words; empty if no node has said so yet, or
 *     it is fed by appends
 */
public record StoredConsumer(
        String name,
        long revision,
        int segments,
        int wantedSegments,
        boolean paused,
        long liveAfter,
        long liveUntil,
        String filter) {

    /** Of {@link #liveUntil()}: it has no time, and is not fed. */
    public static final long RETIRED = -1;

    /** A consumer that begins at the beginning of the journal, with effects of its own. */
    public static StoredConsumer first(String name, int segments) {
        return new StoredConsumer(name, 0, segments, segments, false, 0, Long.MAX_VALUE, "");
    }

    /** A projection that is fed by appends, within their transactions. */
    public static StoredConsumer inline(String name) {
        return new StoredConsumer(name, 0, 0, 0, false, 0, Long.MAX_VALUE, "");
    }

    /** Whether it is fed by appends, and so has no checkpoints. */
    public boolean isInline() {
        return segments == 0;
    }

    /** Whether it is to have effects outside its view by an event at this position. */
    public boolean isLive(long position) {
        return position > liveAfter && position <= liveUntil;
    }

    /** Whether a segment is one of those that work now. */
    public boolean has(Segment segment) {
        return !paused && !retired() && segments == segment.count();
    }

    /** Whether it was retired, so that nothing feeds it. */
    public boolean retired() {
        return liveUntil == RETIRED;
    }

    /** Whether it has effects outside its view now. */
    public boolean active() {
        return liveAfter != Long.MAX_VALUE && liveUntil == Long.MAX_VALUE;
    }

    /** The same, as it is stored after a change. */
    public StoredConsumer next() {
        return new StoredConsumer(
                name, revision + 1, segments, wantedSegments, paused, liveAfter, liveUntil, filter);
    }

    /** The same, paused or not. */
    public StoredConsumer paused(boolean paused) {
        return new StoredConsumer(
                name, revision, segments, wantedSegments, paused, liveAfter, liveUntil, filter);
    }

    /** The same, on its way to another number of segments. */
    public StoredConsumer wanting(int wanted) {
        return new StoredConsumer(
                name, revision, segments, wanted, paused, liveAfter, liveUntil, filter);
    }

    /** The same, with the segments that it wanted. */
    public StoredConsumer arranged() {
        return new StoredConsumer(
                name,
                revision,
                wantedSegments,
                wantedSegments,
                paused,
                liveAfter,
                liveUntil,
                filter);
    }

    /** The same, fed by nothing any more. */
    public StoredConsumer retire() {
        return live(Long.MAX_VALUE, RETIRED);
    }

    /** The same, with effects by the events of these positions only. */
    public StoredConsumer live(long after, long until) {
        return new StoredConsumer(
                name, revision, segments, wantedSegments, paused, after, until, filter);
    }

    /** The same, wanting these events. */
    public StoredConsumer filtered(String filter) {
        return new StoredConsumer(
                name, revision, segments, wantedSegments, paused, liveAfter, liveUntil, filter);
    }
}
