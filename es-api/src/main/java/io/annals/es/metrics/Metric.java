package io.annals.es.metrics;

/**
 * The metrics of a journal: the one place that says what they are called, what they count and in
 * which unit. Each is of one node, and counts from its start.
 */
public enum Metric {
    APPEND_DURATION(
            Kind.HISTOGRAM,
            "es.append.duration",
            Metric.SECONDS,
            "How long appends took that were stored, without the commit where that is the caller's"),
    APPEND_CONFLICTS(
            Kind.COUNTER,
            "es.append.conflicts",
            "{append}",
            "How many appends lost a race: to another version, or for a lock"),
    CONSUMER_LAG(
            Kind.GAUGE_BY_CONSUMER,
            "es.consumer.lag",
            "{position}",
            "How many positions a consumer is behind, on whichever node it runs; as many events at most"),
    POSITIONS_PENDING(
            Kind.GAUGE,
            "es.positions.pending",
            "{event}",
            "How many events are committed and cannot be read yet; 100000 where there are more"),
    POSITIONS_WAITING(
            Kind.GAUGE,
            "es.positions.waiting",
            Metric.SECONDS,
            "How long readers of the journal wait at one position"),
    CONSUMERS_STOPPED(
            Kind.GAUGE,
            "es.consumers.stopped",
            "{consumer}",
            "How many consumers of this node do not run: stopped at an event, refused, or not begun"),
    DEAD_LETTERS(
            Kind.GAUGE,
            "es.dead.letters",
            "{event}",
            "How many events are set aside by consumers that run on this node"),
    DEAD_LETTERS_DISMISSED(
            Kind.COUNTER,
            "es.dead.letters.dismissed",
            "{event}",
            "How many of them were left out because somebody said so"),
    EVENTS_SKIPPED(
            Kind.COUNTER,
            "es.events.skipped",
            "{event}",
            "How many events were passed for no reason: always 0"),
    SNAPSHOTS_TAKEN(
            Kind.COUNTER, "es.snapshots.taken", "{snapshot}", "How many snapshots were stored"),
    SNAPSHOTS_USED(
            Kind.COUNTER,
            "es.snapshots.used",
            "{snapshot}",
            "How many folds went on from a snapshot"),
    SNAPSHOTS_UNREADABLE(
            Kind.COUNTER,
            "es.snapshots.unreadable",
            "{snapshot}",
            "How many snapshots were found and could not be read, so that all events were"),
    SNAPSHOTS_FAILED(
            Kind.COUNTER,
            "es.snapshots.failed",
            "{snapshot}",
            "How many snapshots could not be folded, written or stored"),
    SNAPSHOTS_TOO_LARGE(
            Kind.COUNTER,
            "es.snapshots.too.large",
            "{snapshot}",
            "How many snapshots were above the limit, and not stored"),
    SNAPSHOTS_DROPPED(
            Kind.COUNTER,
            "es.snapshots.dropped",
            "{snapshot}",
            "How many snapshots were not taken because too many others were still to be");

    /** The unit of durations. */
    public static final String SECONDS = "s";

    private final Kind kind;
    private final String id;
    private final String unit;
    private final String description;

    Metric(Kind kind, String id, String unit, String description) {
        this.kind = kind;
        this.id = id;
        this.unit = unit;
        this.description = description;
    }

    /** What sort of numbers it has. */
    public Kind kind() {
        return kind;
    }

    /** Its name. */
    public String id() {
        return id;
    }

    /** Its unit, as UCUM writes it: {@code s}, or what is counted in braces. */
    public String unit() {
        return unit;
    }

    /** What it tells, in a sentence. */
    public String description() {
        return description;
    }

    /** Sorts of metrics. */
    public enum Kind {

        /** Many durations, told to an {@link AppendListener} one by one. */
        HISTOGRAM,

        /** A number that only grows while the node runs. */
        COUNTER,

        /** A number that goes up and down. */
        GAUGE,

        /** One such number for each consumer. */
        GAUGE_BY_CONSUMER
    }
}
