package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.annals.es.EventSourcingException;
import io.annals.es.Metadata;
import io.annals.es.Receipt;
import io.annals.es.ReusedEventIdException;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StreamAppend;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several writers of one storage, each with at most one open transaction. A step for which a writer
 * would have to wait for another is left out, so the same steps do the same everywhere.
 */
final class Writers implements AutoCloseable {

    private final StorageUnderTest journal;
    private final Map<Integer, OpenTransaction> open = new TreeMap<>();
    private final Map<Integer, Set<Object>> held = new HashMap<>();
    private int step;

    Writers(StorageUnderTest journal) {
        this.journal = journal;
    }

    /** Takes a step, and tells what came of it. */
    String take(Step next) {
        step++;
        return switch (next.act()) {
            case APPEND -> isFree(next) ? append(next) : "left out";
            case COMMIT -> {
                OpenTransaction ending = end(next.writer());
                if (ending != null) {
                    ending.commit();
                }
                yield "ended";
            }
            case ROLL_BACK -> {
                OpenTransaction ending = end(next.writer());
                if (ending != null) {
                    ending.rollBack();
                }
                yield "ended";
            }
        };
    }

    private String append(Step next) {
        List<StreamAppend> batch =
                next.events().entrySet().stream()
                        .map(entry -> append(next, entry.getKey(), entry.getValue()))
                        .toList();
        held.computeIfAbsent(next.writer(), writer -> new HashSet<>()).addAll(needs(next));
        OpenTransaction transaction =
                open.computeIfAbsent(
                        next.writer(), writer -> OpenTransaction.begin(journal.transactions()));
        try {
            List<Receipt> receipts = transaction.run(() -> journal.storage().append(batch));
            return receipts.toString();
        } catch (EventSourcingException e) {
            end(next.writer());
            transaction.rollBack();
            return describe(e);
        }
    }

    private static String describe(EventSourcingException e) {
        if (e instanceof WrongExpectedVersionException conflict) {
            return "conflict in %s at %s".formatted(conflict.stream(), conflict.actual());
        }
        if (e instanceof ReusedEventIdException reused) {
            return "%s has an id of %s version %d"
                    .formatted(reused.stream(), reused.storedStream(), reused.storedVersion());
        }
        return e.toString();
    }

    private StreamAppend append(Step next, String stream, int count) {
        boolean mayBeRepeat = next.command() >= 0;
        List<NewEvent> events =
                IntStream.range(0, count)
                        .mapToObj(
                                i -> {
                                    String name =
                                            mayBeRepeat
                                                    ? "command %d".formatted(next.command())
                                                    : "step %d in %s".formatted(step, stream);
                                    return event("%s, event %d".formatted(name, i), next.content());
                                })
                        .toList();
        return new StreamAppend(
                journal.stream(stream), next.expected(), events, Metadata.empty(), mayBeRepeat);
    }

    private NewEvent event(String name, int content) {
        UUID id =
                UUID.nameUUIDFromBytes("%s %s".formatted(journal.category(), name).getBytes(UTF_8));
        String payload = "%s with %d".formatted(name, content);
        return new NewEvent(id, StorageUnderTest.TYPE, 1, payload.getBytes(UTF_8));
    }

    private boolean isFree(Step next) {
        Set<Object> needed = needs(next);
        return held.entrySet().stream()
                .filter(other -> other.getKey() != next.writer())
                .flatMap(other -> other.getValue().stream())
                .noneMatch(needed::contains);
    }

    private static Set<Object> needs(Step next) {
        Set<Object> needs = new HashSet<>(next.events().keySet());
        if (next.command() >= 0) {
            needs.add(next.command());
        }
        return needs;
    }

    private @Nullable OpenTransaction end(int writer) {
        held.remove(writer);
        return open.remove(writer);
    }

    @Override
    public void close() {
        open.values().forEach(OpenTransaction::close);
    }
}
