package io.annals.es.console;

import static io.annals.es.console.Told.JSON;

import io.annals.es.EventFilter;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.consumer.Consumers;
import io.annals.es.consumer.JournalStatus;
import io.annals.es.consumer.UnknownConsumerException;
import io.annals.es.inspection.InspectedJournal;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.JournalStorage;
import io.annals.es.spi.Page;
import io.annals.es.spi.StoredEvent;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the console's pages show. Everything is read by key, a page at a time, and nothing is
 * counted.
 */
record Pages(InspectedJournal journal, Consumers consumers) {

    /** Those that a consumer has set aside are counted no further. */
    private static final int MOST_LETTERS = 1_000;

    JsonObject of(String page, Parameters parameters, Caller caller) {
        JsonObjectBuilder told =
                switch (page) {
                    case "journal" -> overview(caller);
                    case "categories" -> categories(parameters);
                    case "streams" -> streams(parameters);
                    case "stream" -> stream(parameters);
                    case "snapshots" -> snapshots(parameters);
                    case "events" -> events(parameters);
                    case "event" -> event(parameters, caller);
                    case "consumers" -> consumers(caller);
                    case "dead-letters" -> deadLetters(parameters, caller);
                    case "nodes" -> nodes();
                    default -> throw new RefusedException(404, "There is nothing here");
                };
        return told.build();
    }

    private JsonObjectBuilder overview(Caller caller) {
        JournalStatus status =
                journal.status()
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                503,
                                                "The application has not started yet, or is stopping. Ask again"));
        JsonArrayBuilder types = JSON.createArrayBuilder();
        journal.storage().storedRevisions().stream()
                .map(revision -> revision.type())
                .sorted()
                .distinct()
                .forEach(types::add);
        JsonArrayBuilder held = JSON.createArrayBuilder();
        status.heldUpBy().forEach(held::add);
        JsonObjectBuilder told =
                JSON.createObjectBuilder()
                        .add("user", caller.name())
                        .add("mayRead", caller.mayRead())
                        .add("position", status.position())
                        .add("pending", status.pending())
                        .add("waitingSeconds", Told.seconds(status.waiting()))
                        .add("unansweredSeconds", Told.seconds(status.unanswered()))
                        .add("heldUpBy", held)
                        .add("types", types);
        return Told.put(
                told,
                "failure",
                status.failure().map(thrown -> thrown.getClass().getName()).orElse(null));
    }

    private JsonObjectBuilder categories(Parameters parameters) {
        String after = parameters.text("after").orElse(null);
        return names(
                Part.read(parameters.limit(), most -> journal.storage().categories(after, most)));
    }

    private JsonObjectBuilder streams(Parameters parameters) {
        String category = parameters.required("category");
        String after = parameters.text("after").orElse(null);
        return names(
                Part.read(
                        parameters.limit(),
                        most -> journal.storage().streamIds(category, after, most)));
    }

    private static JsonObjectBuilder names(Part<String> part) {
        JsonObjectBuilder told =
                JSON.createObjectBuilder()
                        .add("names", JSON.createArrayBuilder((Collection<?>) part.items()));
        return Told.put(told, "next", part.next().orElse(null));
    }

    private JsonObjectBuilder stream(Parameters parameters) {
        StreamId stream = parameters.stream();
        long after = parameters.position("after").orElse(0);
        Page page = journal.storage().readStream(stream, after, parameters.limit());
        if (after == 0 && page.events().isEmpty()) {
            throw new RefusedException(404, "There is no such stream");
        }
        JsonObjectBuilder told =
                Told.stream(stream).add("events", Told.array(page.events(), Told::event));
        return cursor(
                told,
                "next",
                page.more(),
                page.events().isEmpty()
                        ? after
                        : page.events().get(page.events().size() - 1).version());
    }

    private JsonObjectBuilder snapshots(Parameters parameters) {
        StreamId stream = parameters.stream();
        return Told.stream(stream)
                .add(
                        "snapshots",
                        Told.array(journal.storage().snapshots().kept(stream), Told::snapshot));
    }

    private JsonObjectBuilder events(Parameters parameters) {
        parameters.atMostOneOf("after", "before", "time");
        JournalStorage storage = journal.storage();
        long settled = settled();
        Search search =
                new Search(
                        storage,
                        settled,
                        parameters.filter(),
                        wanted(parameters),
                        parameters.limit());
        OptionalLong after = parameters.position("after");
        OptionalLong before = parameters.position("before");
        Search.Found found =
                after.isPresent()
                        ? search.after(Math.min(after.getAsLong(), settled))
                        : search.before(
                                before.isPresent()
                                        ? before.getAsLong()
                                        : parameters
                                                .instant("time")
                                                .map(time -> Search.since(time, storage, settled))
                                                .map(position -> position + 1)
                                                .orElse(settled + 1));
        JsonObjectBuilder told =
                JSON.createObjectBuilder()
                        .add("settled", settled)
                        .add("events", Told.array(found.events(), Told::event));
        cursor(told, "newer", found.newer() < settled, found.newer());
        return cursor(told, "older", found.older() > 1, found.older());
    }

    private static Predicate<StoredEvent> wanted(Parameters parameters) {
        return parameters
                .text("correlation")
                .<Predicate<StoredEvent>>map(
                        id ->
                                event ->
                                        event.metadata()
                                                .get(Metadata.CORRELATION_ID)
                                                .filter(id::equals)
                                                .isPresent())
                .orElse(event -> true);
    }

    private static JsonObjectBuilder cursor(
            JsonObjectBuilder told, String name, boolean more, long position) {
        return more ? told.add(name, position) : told.addNull(name);
    }

    private JsonObjectBuilder event(Parameters parameters, Caller caller) {
        parameters.atMostOneOf("id", "position");
        OptionalLong position = parameters.position("position");
        List<StoredEvent> found =
                position.isPresent()
                        ? at(position.getAsLong())
                        : parameters
                                .eventId("id")
                                .map(id -> journal.storage().withIds(List.of(id)))
                                .orElseThrow(
                                        () ->
                                                new RefusedException(
                                                        400,
                                                        "Which event? Expected either id or position as a parameter"));
        StoredEvent event =
                found.stream()
                        .findFirst()
                        .orElseThrow(() -> new RefusedException(404, "There is no such event"));
        return Told.whole(event, journal.text(event), caller.mayRead());
    }

    private List<StoredEvent> at(long position) {
        return position == 0 || position > settled()
                ? List.of()
                : journal.storage().read(position - 1, position, EventFilter.all(), 1).events();
    }

    private long settled() {
        return journal.status()
                .map(JournalStatus::position)
                .orElseGet(() -> journal.storage().settledUpTo().position());
    }

    private JsonObjectBuilder consumers(Caller caller) {
        List<ConsumerStatus> here = journal.consumers();
        return JSON.createObjectBuilder()
                .add("user", caller.name())
                .add(
                        "consumers",
                        Told.array(
                                consumers.list(),
                                state ->
                                        Told.consumer(
                                                state,
                                                partsOf(state, here),
                                                journal.storage()
                                                        .deadLetters()
                                                        .count(state.name(), MOST_LETTERS))));
    }

    private static List<ConsumerStatus> partsOf(ConsumerState state, List<ConsumerStatus> here) {
        return here.stream()
                .filter(
                        status ->
                                status.name().equals(state.name())
                                        || state.segments().stream()
                                                .anyMatch(
                                                        part -> part.name().equals(status.name())))
                .toList();
    }

    private JsonObjectBuilder deadLetters(Parameters parameters, Caller caller) {
        Part<DeadLetter> part = Part.read(parameters.limit(), most -> letters(parameters, most));
        JsonObjectBuilder told =
                JSON.createObjectBuilder()
                        .add(
                                "letters",
                                Told.array(
                                        part.items(),
                                        letter -> Told.deadLetter(letter, caller.mayRead())));
        return part.next()
                .map(last -> told.add("next", last.position()))
                .orElseGet(() -> told.addNull("next"));
    }

    private List<DeadLetter> letters(Parameters parameters, int limit) {
        try {
            return consumers.deadLetters(
                    parameters.required("consumer"), parameters.position("after").orElse(0), limit);
        } catch (UnknownConsumerException e) {
            throw new RefusedException(404, "There is no such consumer");
        }
    }

    /**
     * Nodes are known by what they do: one that has no lease is not seen. What follows a blank in
     * the name of an owner tells the parts of a process apart.
     */
    private JsonObjectBuilder nodes() {
        Map<String, TreeSet<String>> nodes = new TreeMap<>();
        journal.storage()
                .leases()
                .owners()
                .forEach(
                        (lease, owner) ->
                                nodes.computeIfAbsent(
                                                owner.split(" ", 2)[0], any -> new TreeSet<>())
                                        .add(lease));
        JsonArrayBuilder told = JSON.createArrayBuilder();
        nodes.forEach(
                (owner, leases) ->
                        told.add(
                                JSON.createObjectBuilder()
                                        .add("node", owner)
                                        .add(
                                                "leases",
                                                JSON.createArrayBuilder((Collection<?>) leases))));
        return JSON.createObjectBuilder().add("nodes", told);
    }
}
