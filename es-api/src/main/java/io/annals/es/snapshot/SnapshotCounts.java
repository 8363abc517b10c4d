package io.annals.es.snapshot;

/**
 * What has become of snapshots on this node since it was started.
 *
 * @param taken stored
 * @param used found by a fold, which went on from there
 * @param unreadable found, but not to be read: the fold began at the beginning
 * @param failed not stored, because a state could not be folded, written or stored
 * @param tooLarge not stored, because of the limit
 * @param dropped not taken, because too many others were still to be
 */
public record SnapshotCounts(
        long taken, long used, long unreadable, long failed, long tooLarge, long dropped) {}
