package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.ExpectedVersion;
import io.annals.es.StreamId;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Three transactions and a reader, step by step in a given order.
 *
 * <p>Each writer appends to a stream of its own and, unless another one is writing there just then,
 * to one that all share: so the shared stream gets its versions in another order than that in which
 * transactions began. The first writer has written to another table before all else.
 */
final class Interleaving {

    private static final int WRITERS = 3;

    private final StorageUnderTest journal;
    private final Follower reader;
    private final String name;
    private final int commits;
    private final List<OpenTransaction> writers = new ArrayList<>();
    private final List<List<String>> appended = new ArrayList<>();
    private final Set<String> committed = new TreeSet<>();
    private final StreamId shared;
    private int writesToShared = -1;

    /**
     * Prepares the streams' names.
     *
     * @param name no other interleaving of the test has it
     * @param commits a bit for each writer that is to commit
     */
    Interleaving(StorageUnderTest journal, Follower reader, String name, int commits) {
        this.journal = journal;
        this.reader = reader;
        this.name = name;
        this.commits = commits;
        this.shared = journal.stream(name + "shared");
    }

    /** Takes the steps: a writer's first is its append, its second its end. */
    void play(List<Integer> order) {
        long begin = reader.checkpoint();
        int seenBefore = reader.seen().size();
        try {
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(OpenTransaction.begin(journal.transactions()));
                appended.add(new ArrayList<>());
            }
            writers.get(0)
                    .run(
                            () -> {
                                journal.storage()
                                        .checkpoints()
                                        .reset(journal.category() + name, 1, 0);
                                return true;
                            });
            for (int writer : order) {
                read(seenBefore);
                step(writer);
            }
        } finally {
            writers.forEach(OpenTransaction::close);
        }
        Waiting.until(
                journal.patience(),
                () -> "%s of %s are settled".formatted(read(seenBefore), describe(order)),
                () -> read(seenBefore).size() >= committed.size());
        List<StoredEvent> seen = reader.seen().subList(seenBefore, reader.seen().size());
        assertEquals(
                journal.positions(
                        journal.inPages(
                                begin,
                                reader.checkpoint(),
                                journal.ofThisTest(),
                                StorageUnderTest.ALL)),
                journal.positions(seen),
                () -> "read again and read live, after " + describe(order));
        assertEquals(
                journal.texts(shared),
                journal.texts(
                        seen.stream().filter(event -> event.stream().equals(shared)).toList()),
                () -> "order of the shared stream, after " + describe(order));
    }

    private void step(int writer) {
        if (appended.get(writer).isEmpty()) {
            append(writer);
        } else {
            end(writer);
        }
    }

    private void append(int writer) {
        List<StreamAppend> batch = new ArrayList<>();
        batch.add(append(writer, journal.stream(name + writer), "own"));
        if (writesToShared < 0) {
            writesToShared = writer;
            batch.add(append(writer, shared, "shared"));
        }
        writers.get(writer).run(() -> journal.storage().append(batch));
    }

    private StreamAppend append(int writer, StreamId stream, String what) {
        String payload = "%s%s by %d".formatted(name, what, writer);
        appended.get(writer).add(payload);
        return journal.to(stream, ExpectedVersion.any(), payload);
    }

    private void end(int writer) {
        if ((commits >> writer & 1) == 1) {
            writers.get(writer).commit();
            committed.addAll(appended.get(writer));
        } else {
            writers.get(writer).rollBack();
        }
        if (writesToShared == writer) {
            writesToShared = -1;
        }
    }

    /** What the reader has seen of this interleaving: committed events, each once. */
    private List<String> read(int seenBefore) {
        reader.step();
        List<String> seen = journal.texts(reader.seen().subList(seenBefore, reader.seen().size()));
        assertTrue(
                committed.containsAll(seen) && new HashSet<>(seen).size() == seen.size(),
                () -> "%s were read, %s are committed".formatted(seen, committed));
        return seen;
    }

    private String describe(List<Integer> order) {
        return "writers %s, committing %s, with %s committed"
                .formatted(order, Integer.toBinaryString(commits), committed);
    }
}
