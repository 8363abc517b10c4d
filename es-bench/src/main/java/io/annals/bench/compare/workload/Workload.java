package io.annals.bench.compare.workload;

import io.annals.bench.compare.contender.Contender;
import io.annals.bench.numbers.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The workloads. */
public enum Workload {
    /** Append 1 event in a transaction, each to a new stream. */
    W1(sizes -> Appends.cases(sizes, 1, 1, 8, 32)),
    /** Load a stream, decide, append 1 event. */
    W2(Commands::cases),
    /** Append 100 events in a transaction, each to a new stream. */
    W3(sizes -> Appends.cases(sizes, 100, 1, 8)),
    /** Rehydrate a long stream. */
    W4(sizes -> Rehydration.cases(sizes, 1_000, 10_000)),
    /** Replay everything. */
    W5(sizes -> List.of(Replay.of(sizes))),
    /** From the commit to the handler in the same process. */
    W6(sizes -> List.of(Latency.here(sizes))),
    /** From the commit to the handler in another process. */
    W6R("W6r", true, sizes -> List.of(Latency.elsewhere(sizes))),
    /** Parts of others while more and more is stored. */
    W7(Growth::cases),
    /** One hot stream, many writers. */
    W8(sizes -> List.of(HotStream.of(sizes)));

    private final String text;
    private final boolean processes;
    private final Function<Sizes, List<Case>> cases;

    Workload(String text, boolean processes, Function<Sizes, List<Case>> cases) {
        this.text = text.isEmpty() ? name() : text;
        this.processes = processes;
        this.cases = cases;
    }

    Workload(Function<Sizes, List<Case>> cases) {
        this("", false, cases);
    }

    /** Whether it can be done on such a database. */
    public boolean runsOn(Kind kind) {
        return switch (this) {
            case W6R -> kind != Kind.H2; // whose file belongs to one process
            case W7 -> kind == Kind.POSTGRESQL; // which fills its tables by a series
            default -> true;
        };
    }

    /** Whether a contender can do it. */
    public boolean takes(Contender contender) {
        return this != W7 || Growth.takes(contender);
    }

    /** Whether more than one process is at work. */
    public boolean processes() {
        return processes;
    }

    @Override
    public String toString() {
        return text;
    }

    /** What is measured, one after the other. */
    public List<Case> cases(Sizes sizes) {
        return cases.apply(sizes);
    }

    /**
     * The workload of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Workload named(String name) {
        return Arrays.stream(values())
                .filter(workload -> workload.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Not a workload: '%s'. Expected %s"
                                                .formatted(
                                                        name,
                                                        Arrays.stream(values())
                                                                .map(Workload::toString)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }
}
