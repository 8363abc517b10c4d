package io.annals.es.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.annals.es.aggregate.AggregateDefinition;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles two releases of an application, and sees whether they use each other's snapshots. */
class ChangedClassesTest {

    private static final String BASKET =
            """
            package shop;
            import io.annals.es.*;
            import io.annals.es.aggregate.*;
            import java.util.*;

            @Aggregate(value = "basket", events = Basket.Event.class)
            public class Basket %s {
                public sealed interface Event {}
                @EventType("opened") public record Opened() implements Event {}

                %s

                @Apply void on(Opened e) {
                    %s
                }
            }
            """;

    @TempDir Path directory;

    @Test
    void the_same_classes_have_the_same_fingerprint() throws Exception {
        String basket = basket("", "Money paid;", "");
        String money = "public record Money(int cents) {}";
        assertEquals(release("one", basket, money), release("two", basket, money));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a field                      |                         | Money paid;
                    an array                     |                         | Money[] paid;
                    a list                       |                         | List<Money> paid;
                    a list of lists              |                         | List<? extends List<Money>> paid;
                    a list of what it may take   |                         | List<? super Money> paid;
                    an array of lists            |                         | List<Money>[] paid;
                    a superclass                 | extends Money           |
                    what a superclass holds      | extends Holder<Money>   |
                    what an interface holds      | implements Held<Money>  |
                    the bound of a variable      |                         | Bound<?> paid;
                    a kind that it permits       |                         | Kind kind;
                    a kind that it names         |                         | Named named;
                    what reads a field           |                         | @Kinds(Money.class) Object paid;
                    what reads an accessor       |                         | @Kinds(Money.class) public Object getPaid() { return 1; }
                    """)
    void another_class_has_another_fingerprint(String what, String header, String field)
            throws Exception {
        String[] others = {
            "public class Holder<T> { public T held; }",
            "public interface Held<T> {}",
            "public class Bound<T extends Money> { public T held; }",
            "public sealed interface Kind permits Kinded {}",
            "public record Kinded(Money money) implements Kind {}",
            "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface Kinds { Class<?>[] value() default {}; Kinds.Nested[] nested() default {}; @interface Nested { Class<?> value(); } }",
            "@Kinds(nested = @Kinds.Nested(Money.class)) public interface Named {}"
        };
        String basket = basket(header, field, "");
        assertNotEquals(
                release("one", basket, with(others, "public class Money { public int cents; }")),
                release("two", basket, with(others, "public class Money { public long cents; }")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    an anonymous class | new ArrayList<String>().sort(new Comparator<String>() { public int compare(String a, String b) { return %s; } });
                    a local record     | record Half(int of) { int half() { return %s; } } new Half(3).half();
                    """)
    void so_has_another_class_within_a_method(String what, String code) throws Exception {
        assertNotEquals(
                release("one", basket("", "", code.formatted(1))),
                release("two", basket("", "", code.formatted(2))));
    }

    private static String basket(String header, String field, String code) {
        return BASKET.formatted(header == null ? "" : header, field == null ? "" : field, code);
    }

    private static String[] with(String[] others, String one) {
        List<String> all = new ArrayList<>(List.of(others));
        all.add(one);
        return all.toArray(String[]::new);
    }

    private String release(String name, String basket, String... others) throws Exception {
        Path classes = Files.createDirectories(directory.resolve(name));
        List<String> files = new ArrayList<>();
        files.add(write(classes, basket));
        for (String other : others) {
            files.add(write(classes, "package shop; " + other));
        }
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-nowarn",
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path")));
        arguments.addAll(files);
        int failures =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, failures);
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            Class<?> aggregate = loader.loadClass("shop.Basket");
            return Fingerprint.of(AggregateDefinition.of(aggregate), "json", List.of());
        }
    }

    private static String write(Path directory, String source) throws IOException {
        String name =
                source.replaceFirst(
                        "(?s).*?public [a-z@ ]*?(?:class|record|interface) (\\w+).*", "$1");
        assertTrue(name.matches("\\w+"), source);
        return Files.writeString(directory.resolve(name + ".java"), source).toString();
    }
}
