package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/promises.md names for each promise are there. */
class PromisesTest {

    private static final Pattern SECTION =
            Pattern.compile("^## ([^\n]+)\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern TESTS =
            Pattern.compile("- \\*\\*Tests:\\*\\* (.*?)\n- \\*\\*Limits:", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");

    @Test
    void every_promise_names_tests_that_are_there() throws IOException {
        Set<String> tests = sources();
        List<MatchResult> promises =
                SECTION.matcher(Page.read(Path.of("docs", "promises.md")).text())
                        .results()
                        .toList();
        assertEquals(11, promises.size());
        for (MatchResult promise : promises) {
            List<String> named =
                    TESTS.matcher(promise.group(2))
                            .results()
                            .flatMap(list -> NAME.matcher(list.group(1)).results())
                            .map(name -> name.group(1))
                            .toList();
            assertTrue(!named.isEmpty(), promise.group(1) + " names no test");
            assertEquals(
                    List.of(),
                    named.stream().filter(name -> !tests.contains(name)).toList(),
                    promise.group(1));
        }
    }

    /** The classes of tests, and those of the suite for storages. */
    private static Set<String> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Page.ROOT)) {
            return Stream.concat(
                            modules.map(module -> module.resolve("src/test/java")),
                            Stream.of(Page.ROOT.resolve("es-test/src/main/java")))
                    .filter(Files::isDirectory)
                    .flatMap(PromisesTest::files)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new AssertionError("Could not read " + directory, e);
        }
    }
}
