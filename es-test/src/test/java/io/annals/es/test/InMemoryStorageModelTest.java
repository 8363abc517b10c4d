package io.annals.es.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.annals.es.EventFilter;
import io.annals.es.ExpectedVersion;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.WrongExpectedVersionException;
import io.annals.es.spi.NewEvent;
import io.annals.es.spi.StoredEvent;
import io.annals.es.spi.StreamAppend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is appended in whatever order, the reference behaves as a list per stream. */
final class InMemoryStorageModelTest {

    record Step(
            Map<String, Integer> eventsByStream, ExpectedVersion expected, boolean rolledBack) {}

    @Property(tries = 500)
    void behaves_as_a_list_of_events_per_stream(@ForAll("steps") List<Step> steps) {
        InMemoryStorage storage = new InMemoryStorage();
        Map<String, List<UUID>> model = new TreeMap<>();
        List<UUID> journal = new ArrayList<>();
        for (Step step : steps) {
            List<StreamAppend> appends = appends(step);
            boolean met =
                    appends.stream()
                            .allMatch(
                                    append ->
                                            step.expected()
                                                    .isMetBy(
                                                            model.getOrDefault(
                                                                            append.stream().id(),
                                                                            List.of())
                                                                    .size()));
            boolean stored = applied(storage, appends, step.rolledBack());
            assertEquals(met && !step.rolledBack(), stored, () -> step + " on " + model);
            if (stored) {
                appends.stream()
                        .sorted((one, other) -> one.stream().compareTo(other.stream()))
                        .forEach(
                                append -> {
                                    List<UUID> ids =
                                            append.events().stream()
                                                    .map(NewEvent::eventId)
                                                    .toList();
                                    model.computeIfAbsent(
                                                    append.stream().id(), id -> new ArrayList<>())
                                            .addAll(ids);
                                    journal.addAll(ids);
                                });
            }
        }
        assertEquals(List.copyOf(model.keySet()), storage.streamIds("cart", null, 100));
        model.forEach(
                (id, events) ->
                        assertEquals(
                                events,
                                ids(
                                        storage.readStream(new StreamId("cart", id), 0, 1_000)
                                                .events())));
        assertEquals(
                journal,
                ids(
                        storage.read(0, storage.settledUpTo().position(), EventFilter.all(), 10_000)
                                .events()));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Map<String, Integer>> events =
                Arbitraries.maps(
                                Arbitraries.of("a", "b", "c"), Arbitraries.integers().between(1, 3))
                        .ofMinSize(1);
        Arbitrary<ExpectedVersion> expected =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                ExpectedVersion.any(),
                                ExpectedVersion.noStream(),
                                ExpectedVersion.streamExists()),
                        Arbitraries.integers().between(0, 8).map(ExpectedVersion::exactly));
        Arbitrary<Boolean> rolledBack = Arbitraries.of(false, false, true);
        return Combinators.combine(events, expected, rolledBack).as(Step::new).list().ofMaxSize(40);
    }

    private static List<StreamAppend> appends(Step step) {
        return step.eventsByStream().entrySet().stream()
                .map(
                        entry ->
                                new StreamAppend(
                                        new StreamId("cart", entry.getKey()),
                                        step.expected(),
                                        Stream.generate(
                                                        () ->
                                                                new NewEvent(
                                                                        UUID.randomUUID(),
                                                                        "happened",
                                                                        1,
                                                                        new byte[0]))
                                                .limit(entry.getValue())
                                                .toList(),
                                        Metadata.empty()))
                .toList();
    }

    private static boolean applied(
            InMemoryStorage storage, List<StreamAppend> appends, boolean rolledBack) {
        try {
            storage.transactions()
                    .inNew(
                            () -> {
                                storage.append(appends);
                                if (rolledBack) {
                                    throw new RolledBack();
                                }
                                return true;
                            });
            return true;
        } catch (WrongExpectedVersionException | RolledBack e) {
            return false;
        }
    }

    private static List<UUID> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::eventId).toList();
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
