package io.annals.es.snapshot;

import io.annals.es.aggregate.AggregateDefinition;
import io.annals.es.evolution.Upcaster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A hash of all that a fold's result is made by: the class files of an aggregate, of its nested and
 * permitted classes, of what its fields are made of, of what annotations name there, of its events,
 * and of the upcasters by which they are read; and how states are written.
 */
final class Fingerprint {

    private static final Logger LOG = System.getLogger(Snapshotter.class.getName());

    private final Map<String, Class<?>> found = new TreeMap<>();
    private final Deque<Class<?>> left = new ArrayDeque<>();
    private final Set<Type> seen = new HashSet<>();

    private Fingerprint() {}

    /**
     * Reads the class files.
     *
     * @param format how states are written
     * @param upcasters of all events
     */
    static String of(
            AggregateDefinition<?> aggregate,
            String format,
            Collection<? extends Upcaster<?>> upcasters) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(aggregate.aggregateClass());
        aggregate.events().forEach(fingerprint::add);
        upcasters.forEach(upcaster -> fingerprint.add(upcaster.getClass()));
        upcasters.forEach(upcaster -> fingerprint.add(upcaster.code()));
        fingerprint.findAll();
        int revision =
                Optional.ofNullable(aggregate.aggregateClass().getAnnotation(Snapshot.class))
                        .map(Snapshot::revision)
                        .orElse(0);
        String steps =
                upcasters.stream()
                        .map(
                                upcaster ->
                                        upcaster.from()
                                                + " -> "
                                                + new TreeSet<>(strings(upcaster.to())))
                        .sorted()
                        .collect(Collectors.joining("\n"));
        return fingerprint.hash(
                String.join("\n", aggregate.name(), format, String.valueOf(revision), steps, ""));
    }

    private static List<String> strings(Collection<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private void findAll() {
        for (Class<?> next = left.poll(); next != null; next = left.poll()) {
            try {
                addAround(next);
            } catch (LinkageError | TypeNotPresentException e) { // as where a library is optional
                LOG.log(Level.DEBUG, "Not all that {0} is made of is there: {1}", next, e);
            }
        }
    }

    private void addAround(Class<?> next) {
        add(next.getGenericSuperclass());
        Arrays.stream(next.getGenericInterfaces()).forEach(this::add);
        Arrays.stream(next.getTypeParameters()).forEach(this::add);
        Arrays.stream(next.getDeclaredClasses()).forEach(this::add);
        Class<?>[] permitted = next.getPermittedSubclasses();
        Arrays.stream(permitted == null ? new Class<?>[0] : permitted).forEach(this::add);
        for (Field field : next.getDeclaredFields()) {
            add(field.getGenericType());
        }
        Arrays.stream(next.getNestMembers()) // those within methods, too
                .filter(member -> member.getName().startsWith(next.getName() + "$"))
                .forEach(this::add);
        NamedByAnnotations.of(next).forEach(this::add);
    }

    private void add(@Nullable Type type) {
        if (type == null || !seen.add(type)) { // as a bound that speaks of its own variable
            return;
        }
        if (type instanceof Class<?> plain) {
            Class<?> element = plain;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            if (element.isSynthetic() || element.isHidden()) { // as a container's proxies
                add(element.getSuperclass());
            } else if (isOfTheApplication(element)
                    && found.put(element.getName(), element) == null) {
                left.add(element);
            }
        } else if (type instanceof ParameterizedType generic) {
            add(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(this::add);
            Arrays.stream(wildcard.getLowerBounds()).forEach(this::add);
        } else if (type instanceof TypeVariable<?> variable) {
            Arrays.stream(variable.getBounds()).forEach(this::add);
        }
    }

    /** Whether it is none of the JDK's. */
    static boolean isOfTheApplication(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader();
    }

    private String hash(String beginning) {
        MessageDigest digest = sha256();
        digest.update(beginning.getBytes(StandardCharsets.UTF_8));
        for (Class<?> type : found.values()) {
            digest.update(type.getName().getBytes(StandardCharsets.UTF_8));
            digest.update(classFile(type));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] classFile(Class<?> type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream file = type.getResourceAsStream(name)) {
            return file == null ? outline(type) : file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What can be told of a class that was made while the application runs. */
    private static byte[] outline(Class<?> type) {
        return Arrays.toString(type.getDeclaredFields()).getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
