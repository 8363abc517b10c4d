package io.annals.es.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.annals.es.EventEnvelope;
import io.annals.es.EventFilter;
import io.annals.es.EventType;
import io.annals.es.Metadata;
import io.annals.es.StreamId;
import io.annals.es.evolution.Upcaster;
import io.annals.es.journal.EventTypes;
import io.annals.es.journal.Evolution;
import io.annals.es.journal.TypedJournal;
import io.annals.es.spi.EventSerializer;
import io.annals.es.spi.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps the bytes of an application's events in files, one for each revision of each type, and says
 * in a test when the application no longer writes or reads them.
 *
 * <p>A file is {@code <directory>/<type>/<revision>.json}, or {@code .bin} where the serialiser
 * writes no JSON. It is written once, by a run with the system property {@value #ACCEPT}, belongs
 * into version control, and is never overwritten. For one thread.
 */
public final class GoldenEvents {

    /** The system property that, if {@code true}, has missing files written. */
    public static final String ACCEPT = "annals.golden.accept";

    private static final Pattern FILE = Pattern.compile(".+[/\\\\][1-9][0-9]*\\.(json|bin)");

    private final Path directory;
    private final EventSerializer serializer;
    private final Collection<? extends Upcaster<?>> upcasters;

    /**
     * Without upcasters.
     *
     * @param directory where the files are, as {@code src/test/resources/golden-events}
     * @param serializer the one that the application uses
     */
    public GoldenEvents(Path directory, EventSerializer serializer) {
        this(directory, serializer, List.of());
    }

    /** With the upcasters of the application. */
    public GoldenEvents(
            Path directory,
            EventSerializer serializer,
            Collection<? extends Upcaster<?>> upcasters) {
        this.directory = directory;
        this.serializer = serializer;
        this.upcasters = List.copyOf(upcasters);
    }

    /**
     * Compares the files with what is written and read today.
     *
     * @param events all event classes of the application, or the sealed types that permit them
     * @param samples an event of each class, with a value in every field; always the same ones
     * @throws AssertionError if a class has no sample or two, a sample's file is missing or has
     *     other bytes, or the content of any file can no longer be read; what to do is said there
     */
    public void verify(Collection<? extends Class<?>> events, Collection<?> samples) {
        EventTypes types = typesOf(events);
        byClass(events, samples).values().forEach(sample -> verifyWritten(sample, types));
        TypedJournal journal =
                new TypedJournal(
                                new InMemoryStorage(),
                                serializer,
                                () -> types,
                                new InMemoryTransactions(),
                                () -> {})
                        .upcasting(Evolution.of(upcasters, serializer));
        for (Path file : files()) {
            verifyRead(file, journal, types);
        }
    }

    private static EventTypes typesOf(Collection<? extends Class<?>> events) {
        return EventTypes.of(
                events.stream().flatMap(type -> EventTypes.permittedBy(type).stream()).toList());
    }

    private static Map<Class<?>, Object> byClass(
            Collection<? extends Class<?>> events, Collection<?> samples) {
        Map<Class<?>, Object> byClass = new LinkedHashMap<>();
        for (Object sample : samples) {
            if (byClass.put(sample.getClass(), sample) != null) {
                fail("There are two samples of %s. Keep one".formatted(sample.getClass()));
            }
        }
        Set<Class<?>> missing = new LinkedHashSet<>();
        events.forEach(type -> missing.addAll(EventTypes.permittedBy(type)));
        Set<Class<?>> unknown = new LinkedHashSet<>(byClass.keySet());
        unknown.removeAll(missing);
        missing.removeAll(byClass.keySet());
        assertEquals(Set.of(), missing, "event classes without a sample");
        assertEquals(Set.of(), unknown, "samples of classes that are not among the events");
        return byClass;
    }

    private void verifyWritten(Object sample, EventTypes types) {
        EventType type = types.typeFor(sample.getClass()).orElseThrow();
        byte[] written = serializer.serialize(sample);
        Path file = file(type, sample.getClass());
        try {
            if (!Files.exists(file) && Boolean.getBoolean(ACCEPT)) {
                Files.createDirectories(directory.resolve(type.value()));
                Files.write(file, written, StandardOpenOption.CREATE_NEW);
            }
            if (!Files.exists(file)) {
                fail(
                        "There is no %s, which keeps the bytes of %s. If it is new, or has a new revision, run this test once with -D%s=true, and commit the file"
                                .formatted(file, sample.getClass().getName(), ACCEPT));
            }
            assertEquals(
                    new String(Files.readAllBytes(file), UTF_8),
                    new String(written, UTF_8),
                    () ->
                            "%s no longer writes what %s keeps. Events of revision %d may be stored like that for ever: undo the change, or give @EventType revision = %d and add an upcaster of revision %d; the file stays as it is"
                                    .formatted(
                                            sample.getClass().getName(),
                                            file,
                                            type.revision(),
                                            type.revision() + 1,
                                            type.revision()));
            assertArrayEquals(Files.readAllBytes(file), written, file::toString);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void verifyRead(Path file, TypedJournal journal, EventTypes types) {
        StoredEvent stored = stored(file);
        List<EventEnvelope<Object>> read;
        try {
            read = journal.deserialize(stored, EventFilter.all());
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "What %s keeps can no longer be read, and may be stored: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
        for (EventEnvelope<Object> event : read) {
            EventType type = types.typeFor(event.event().getClass()).orElseThrow();
            if (file.equals(file(type, event.event().getClass()))) {
                assertEquals(
                        new String(stored.payload(), UTF_8),
                        new String(serializer.serialize(event.event()), UTF_8),
                        () -> "%s is not written as it was read".formatted(file));
            }
        }
    }

    private StoredEvent stored(Path file) {
        Path place = directory.relativize(file);
        String type = place.getName(0).toString();
        String name = place.getName(1).toString();
        try {
            return new StoredEvent(
                    new StreamId("golden", type),
                    1,
                    1,
                    new UUID(0, 0),
                    type,
                    Integer.parseInt(name.substring(0, name.indexOf('.'))),
                    Instant.EPOCH,
                    Metadata.empty(),
                    Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(EventType type, Class<?> eventClass) {
        String extension =
                serializer.mediaType(eventClass).equals("application/json") ? "json" : "bin";
        return directory.resolve(type.value()).resolve(type.revision() + "." + extension);
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory, 2)) {
            return all.filter(file -> FILE.matcher(directory.relativize(file).toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
