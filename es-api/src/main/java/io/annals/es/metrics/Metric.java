package io.annals.es.metrics;

/**
 * The metrics of a journal: the one place that says what they are called, what they count and in
 * which unit. Each is of one node, and counts from its start.
 */
public enum Metric {
    /** Durations of appends that were stored. */
    APPEND_DURATION(
            Kind.HISTOGRAM,
            "es.append.duration",
            Metric.SECONDS,
            "How long appends took that were stored, without the commit where that is the caller's"),

    /** Appends that were refused because another one was faster. */
    APPEND_CONFLICTS(
            Kind.COUNTER,
            "es.append.conflicts",
            "{append}",
            "How many appends lost a race: to another version, or for a lock"),

    /** From a consumer's checkpoint to where the journal is settled. */
    CONSUMER_LAG(
            Kind.GAUGE_BY_CONSUMER,
            "es.consumer.lag",
            "{position}",
            "How many positions a consumer is behind, on whichever node it runs; as many events at most"),

    /** Committed events that no reader may see yet. */
    POSITIONS_PENDING(
            Kind.GAUGE,
            "es.positions.pending",
            "{event}",
            "How many events are committed and cannot be read yet; 100000 where there are more"),

    /**
     * Since when the position up to which the journal is settled has not moved although events
     * wait.
     */
    POSITIONS_WAITING(
            Kind.GAUGE,
            "es.positions.waiting",
            Metric.SECONDS,
            "How long readers of the journal wait at one position"),

    /** Consumers that do nothing on this node until somebody mends the cause. */
    CONSUMERS_STOPPED(
            Kind.GAUGE,
            "es.consumers.stopped",
            "{consumer}",
            "How many consumers of this node do not run: stopped at an event, refused, or not begun"),

    /** Events set aside, with those that wait behind them in their streams. */
    DEAD_LETTERS(
            Kind.GAUGE,
            "es.dead.letters",
            "{event}",
            "How many events are set aside by consumers that run on this node"),

    /** Events set aside that somebody has decided to leave out. */
    DEAD_LETTERS_DISMISSED(
            Kind.COUNTER,
            "es.dead.letters.dismissed",
            "{event}",
            "How many of them were left out because somebody said so"),

    /** The engine's check of itself: events that a consumer was to handle and has passed. */
    EVENTS_SKIPPED(
            Kind.COUNTER,
            "es.events.skipped",
            "{event}",
            "How many events were passed for no reason: always 0"),

    /** Snapshots that were stored. */
    SNAPSHOTS_TAKEN(
            Kind.COUNTER, "es.snapshots.taken", "{snapshot}", "How many snapshots were stored"),

    /** Folds that began at a snapshot and not at the first event. */
    SNAPSHOTS_USED(
            Kind.COUNTER,
            "es.snapshots.used",
            "{snapshot}",
            "How many folds went on from a snapshot"),

    /** Snapshots that were found and gave no state. */
    SNAPSHOTS_UNREADABLE(
            Kind.COUNTER,
            "es.snapshots.unreadable",
            "{snapshot}",
            "How many snapshots were found and could not be read, so that all events were"),

    /** Snapshots that were wanted and could not be made. */
    SNAPSHOTS_FAILED(
            Kind.COUNTER,
            "es.snapshots.failed",
            "{snapshot}",
            "How many snapshots could not be folded, written or stored"),

    /** Snapshots that are above {@code es.journal.snapshot-max-size}. */
    SNAPSHOTS_TOO_LARGE(
            Kind.COUNTER,
            "es.snapshots.too.large",
            "{snapshot}",
            "How many snapshots were above the limit, and not stored"),

    /** Snapshots for which the list of this node had no place left. */
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
