package io.annals.es.console;

import io.annals.es.EventEnvelope;
import io.annals.es.StreamId;
import io.annals.es.consumer.ConsumerState;
import io.annals.es.consumer.ConsumerStatus;
import io.annals.es.spi.DeadLetter;
import io.annals.es.spi.SnapshotStore.KeptSnapshot;
import io.annals.es.spi.StoredEvent;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the console's answers say, as JSON. */
final class Told {

    /** Made once: to look for the provider takes long. */
    static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** What is no frame may be a message, which may quote an event. */
    private static final Pattern FRAME = Pattern.compile("\\s+at [\\w.$/<>@-]+\\([\\w.: $-]*\\)");

    private Told() {}

    static <T> JsonArrayBuilder array(List<T> all, Function<T, JsonObjectBuilder> each) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        all.forEach(one -> array.add(each.apply(one)));
        return array;
    }

    static JsonObjectBuilder event(StoredEvent event) {
        JsonObjectBuilder told =
                stream(event.stream())
                        .add("version", event.version())
                        .add("eventId", event.eventId().toString())
                        .add("type", event.type())
                        .add("revision", event.revision())
                        .add("time", event.time().toString());
        return event.position() == EventEnvelope.NO_POSITION
                ? told.addNull("position")
                : told.add("position", event.position());
    }

    /** With its metadata and payload; values are there for those who may read them. */
    static JsonObjectBuilder whole(StoredEvent event, Optional<String> text, boolean mayRead) {
        JsonObjectBuilder metadata = JSON.createObjectBuilder();
        event.metadata()
                .entries()
                .forEach((key, value) -> put(metadata, key, mayRead ? value : null));
        JsonObjectBuilder told =
                event(event)
                        .add("hidden", !mayRead)
                        .add("metadata", metadata)
                        .add("bytes", event.payload().length);
        return put(told, "payload", mayRead ? text.orElse(null) : null);
    }

    static JsonObjectBuilder snapshot(KeptSnapshot snapshot) {
        return JSON.createObjectBuilder()
                .add("type", snapshot.type())
                .add("version", snapshot.version())
                .add("bytes", snapshot.bytes())
                .add("fingerprint", snapshot.fingerprint());
    }

    /**
     * A consumer.
     *
     * @param here how it, or its segments, are doing on this node
     * @param deadLetters how many events it has set aside
     */
    static JsonObjectBuilder consumer(
            ConsumerState state, List<ConsumerStatus> here, long deadLetters) {
        JsonObjectBuilder told =
                JSON.createObjectBuilder()
                        .add("name", state.name())
                        .add("activity", state.activity().name().toLowerCase(Locale.ROOT))
                        .add("active", state.active())
                        .add("position", state.position())
                        .add("head", state.head())
                        .add("lag", state.lag())
                        .add("behindSeconds", seconds(state.behind()))
                        .add("rate", state.rate())
                        .add(
                                "segments",
                                array(
                                        state.segments(),
                                        segment ->
                                                put(
                                                        JSON.createObjectBuilder()
                                                                .add("name", segment.name())
                                                                .add(
                                                                        "position",
                                                                        segment.position()),
                                                        "owner",
                                                        segment.owner().orElse(null))));
        state.timeLeft()
                .ifPresentOrElse(
                        left -> told.add("timeLeftSeconds", seconds(left)),
                        () -> told.addNull("timeLeftSeconds"));
        told.add("deadLetters", deadLetters);
        return put(
                told,
                "failure",
                here.stream()
                        .flatMap(status -> status.failure().stream())
                        .map(thrown -> thrown.getClass().getName())
                        .findFirst()
                        .orElse(null));
    }

    /** What exceptions say may quote an event. */
    static JsonObjectBuilder deadLetter(DeadLetter letter, boolean mayRead) {
        JsonObjectBuilder told =
                stream(letter.stream())
                        .add("position", letter.position())
                        .add("version", letter.version())
                        .add("type", letter.type())
                        .add("attempts", letter.attempts())
                        .add("time", letter.time().toString())
                        .add("hidden", !mayRead);
        put(told, "decision", letter.decision().map(DeadLetter.Decision::word).orElse(null));
        put(told, "decidedBy", letter.decidedBy().orElse(null));
        letter.failure()
                .ifPresentOrElse(
                        failure -> told.add("failure", failure(failure, mayRead)),
                        () -> told.addNull("failure"));
        return told;
    }

    private static JsonObjectBuilder failure(DeadLetter.Failure failure, boolean mayRead) {
        JsonObjectBuilder told =
                JSON.createObjectBuilder()
                        .add("exception", failure.exception())
                        .add(
                                "stackTrace",
                                mayRead ? failure.stackTrace() : frames(failure.stackTrace()));
        return put(told, "message", mayRead ? failure.message() : null);
    }

    static String frames(String stackTrace) {
        return stackTrace
                .lines()
                .filter(line -> FRAME.matcher(line).matches())
                .collect(Collectors.joining("\n"));
    }

    static JsonObjectBuilder stream(StreamId stream) {
        return JSON.createObjectBuilder().add("category", stream.category()).add("id", stream.id());
    }

    static JsonObjectBuilder put(JsonObjectBuilder told, String name, @Nullable String value) {
        return told.add(name, value == null ? JsonValue.NULL : Json.createValue(value));
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
