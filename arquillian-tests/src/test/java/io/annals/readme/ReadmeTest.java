package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The README and other pages name the sources of a code block in a comment before it. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK =
            Pattern.compile(
                    "<!-- include: ([^>]+) -->\n```(?:java|xml|properties)\n(.*?)```\n",
                    Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// example:begin\n(.*?)// example:end", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(
            strings = {"README.md", "docs/evolution.md", "docs/testing.md", "docs/tutorial.md"})
    void shows_code_as_it_is_compiled_and_tested(String page) throws IOException {
        String readme = Files.readString(ROOT.resolve(page));
        List<String[]> blocks =
                BLOCK.matcher(readme)
                        .results()
                        .map(block -> new String[] {block.group(1), block.group(2)})
                        .toList();
        assertFalse(blocks.isEmpty(), page + " includes no code");
        for (String[] block : blocks) {
            String sources =
                    List.of(block[0].trim().split("\\s+")).stream()
                            .map(ReadmeTest::region)
                            .collect(Collectors.joining("\n"));
            assertEquals(sources, block[1]);
        }
    }

    @Test
    void names_only_files_that_are_there() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher links = Pattern.compile("]\\((?!https?:)([^)#]+)").matcher(readme);
        List<String> missing =
                links.results()
                        .map(link -> link.group(1))
                        .filter(link -> !Files.exists(ROOT.resolve(link)))
                        .toList();
        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, -DarchetypeVersion=%s ",
        "docs/tutorial.md, <artifactId>es-bom</artifactId> <version>%s</version>"
    })
    void names_the_version_of_this_build(String page, String place) throws IOException {
        Matcher version =
                Pattern.compile("<artifactId>annals-parent</artifactId>\\s+<version>([^<]+)<")
                        .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertTrue(version.find(), "no version in the pom");
        String text = Files.readString(ROOT.resolve(page)).replaceAll("\\s+", " ");
        assertTrue(text.contains(place.formatted(version.group(1))), page + " names another one");
    }

    private static String region(String source) {
        try {
            String text = Files.readString(ROOT.resolve(source));
            if (!source.endsWith(".java")) {
                return text;
            }
            Matcher region = REGION.matcher(text);
            return region.find() ? region.group(1) : "no region in " + source + "\n";
        } catch (IOException e) {
            throw new AssertionError("The README includes " + source, e);
        }
    }
}
