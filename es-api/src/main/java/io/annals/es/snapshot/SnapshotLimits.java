package io.annals.es.snapshot;

/**
 * How much snapshots may take.
 *
 * @param maxBytes how many bytes a state may have to be stored, 1 or more
 * @param keep how many snapshots of a stream are kept, 1 or more
 */
public record SnapshotLimits(int maxBytes, int keep) {

    private static final SnapshotLimits DEFAULTS = new SnapshotLimits(1 << 20, 2);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one of them is not positive
     */
    public SnapshotLimits {
        if (maxBytes < 1 || keep < 1) {
            throw new IllegalArgumentException(
                    "Could not keep %d snapshots of at most %d bytes. Expected 1 or more of each"
                            .formatted(keep, maxBytes));
        }
    }

    /**
     * 1 MiB; the last two, of which a node that is being replaced and the new one have one each.
     */
    public static SnapshotLimits defaults() {
        return DEFAULTS;
    }
}
