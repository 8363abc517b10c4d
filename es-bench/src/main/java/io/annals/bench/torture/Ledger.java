package io.annals.bench.torture;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What all writers have noted.
 *
 * @param ends how transactions ended, as far as that is known
 * @param parked how many of them stayed open for long
 */
record Ledger(Map<Long, Fate> ends, long parked) {

    static Ledger read(Collection<Path> tapes) {
        Map<Long, Fate> ends = new HashMap<>();
        long parked = 0;
        for (Path tape : tapes) {
            try (Stream<String> lines = Tape.lines(tape)) {
                for (String line : (Iterable<String>) lines::iterator) {
                    int blank = line.indexOf(' ');
                    Fate fate = Fate.valueOf(line.substring(0, blank));
                    if (fate == Fate.PARKED) {
                        parked++;
                    } else {
                        ends.put(Long.valueOf(line.substring(blank + 1)), fate);
                    }
                }
            }
        }
        return new Ledger(ends, parked);
    }

    long count(Fate fate) {
        return ends.values().stream().filter(fate::equals).count();
    }
}
