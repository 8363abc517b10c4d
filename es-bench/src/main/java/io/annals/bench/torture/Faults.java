package io.annals.bench.torture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Strikes at nodes and server, one fault every few seconds: a storm in which each kind of fault
 * comes, then a calm in which transactions that were left open may come to their end.
 */
final class Faults {

    /** What can be done to a run, and how often in one storm. */
    enum Fault {
        KILL(5),
        FREEZE(3),
        STOP_SERVER(1),
        DISTURB_SERVER(1);

        private final int inOneStorm;

        Fault(int inOneStorm) {
            this.inOneStorm = inOneStorm;
        }
    }

    private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(4);
    private static final Duration LONGEST_DOWN = Duration.ofSeconds(2);

    private final Crew crew;
    private final Server server;
    private final Random random;
    private final Duration longestPause;
    private final Deque<Fault> storm = new ArrayDeque<>();
    private final Map<Node, Instant> frozen = new HashMap<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private Instant next = Instant.MAX;

    /**
     * Prepares the first storm.
     *
     * @param longestPause of a frozen process, and of a calm
     */
    Faults(Crew crew, Server server, Random random, Duration longestPause) {
        this.crew = crew;
        this.server = server;
        this.random = random;
        this.longestPause = longestPause;
    }

    /** Waits a little before the first storm. */
    void begin() {
        next = in(LONGEST_BETWEEN);
    }

    /** Does what is due by now. */
    void goOn() {
        frozen.entrySet().removeIf(entry -> thawed(entry.getKey(), entry.getValue()));
        if (Instant.now().isAfter(next)) {
            if (storm.isEmpty()) {
                brew();
            }
            strike(storm.remove());
            next = in(LONGEST_BETWEEN).plus(storm.isEmpty() ? upTo(longestPause) : Duration.ZERO);
        }
    }

    private boolean thawed(Node node, Instant until) {
        boolean due = Instant.now().isAfter(until);
        if (due) {
            node.thaw();
        }
        return due;
    }

    private void brew() {
        List<Fault> faults = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            faults.addAll(Collections.nCopies(fault.inOneStorm, fault));
        }
        Collections.shuffle(faults, random);
        storm.addAll(faults);
    }

    private void strike(Fault fault) {
        List<Node> nodes = crew.nodes();
        Node victim = nodes.get(random.nextInt(nodes.size()));
        switch (fault) {
            case KILL -> {
                frozen.remove(victim);
                crew.kill(victim);
            }
            case FREEZE -> {
                victim.freeze();
                frozen.put(victim, in(upTo(longestPause)));
            }
            case STOP_SERVER -> {
                server.stopAtOnce();
                Session.pause(upTo(LONGEST_DOWN));
                server.start();
            }
            case DISTURB_SERVER -> server.disturb();
        }
        counts.merge(fault, 1, Integer::sum);
    }

    /** Thaws whoever is frozen: it is over. */
    void end() {
        frozen.keySet().forEach(Node::thaw);
        frozen.clear();
    }

    int count(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    private Instant in(Duration longest) {
        return Instant.now().plus(upTo(longest));
    }

    private Duration upTo(Duration longest) {
        return longest.multipliedBy(1 + random.nextInt(100)).dividedBy(100);
    }
}
