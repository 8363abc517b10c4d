package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a page shows as code is code: a comment before the block names the sources from which it
 * is taken, as {@code <!-- include: path path#region -->}. A region lies between lines with {@code
 * example:begin} and {@code example:end}.
 *
 * <p>What needs no sources: commands for a shell; properties, whose keys must be known; and what a
 * {@code pom.xml} says of dependencies and plugins, which must be those of this build.
 */
class ReadmeTest {

    private static final Path ROOT = Page.ROOT;
    private static final Path CONFIGURATION = ROOT.resolve("docs").resolve("configuration.md");
    private static final Pattern BEGIN =
            Pattern.compile("^\\s*(?://|--|#|<!--) example:begin ?([a-z-]*?)( -->)?$");
    private static final Pattern END = Pattern.compile("^\\s*(?://|--|#|<!--) example:end( -->)?$");
    private static final Pattern CHANNEL =
            Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([a-z-]+)\\.([a-z.-]+)");
    private static final Set<String> OF_KAFKA =
            Set.of(
                    "topic",
                    "group.id",
                    "auto.offset.reset",
                    "value.deserializer",
                    "kafka.bootstrap.servers");
    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");
    private static final Pattern PLUGIN =
            Pattern.compile(
                    "<plugin><artifactId>maven-([a-z-]+)-plugin</artifactId><version>([^<]+)</version>");

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shows_code_as_it_is_compiled_and_tested(Page page) {
        for (Page.Block block : page.blocks()) {
            if (!block.includes().isEmpty()) {
                String sources =
                        block.includes().stream()
                                .map(ReadmeTest::source)
                                .collect(Collectors.joining("\n"));
                assertEquals(sources, block.code(), page.path() + " includes " + block.includes());
            } else {
                String reason = refusal(block);
                assertEquals(
                        "",
                        reason,
                        () -> "%s shows code of its own: %s".formatted(page.path(), block.code()));
            }
        }
    }

    @Test
    void the_pages_with_most_code_include_it() {
        for (String page : List.of("README.md", "docs/evolution.md", "docs/testing.md")) {
            assertTrue(
                    Page.read(Path.of(page)).blocks().stream()
                            .anyMatch(block -> !block.includes().isEmpty()),
                    page + " includes no code");
        }
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

    private static String refusal(Page.Block block) {
        return switch (block.language()) {
            case "shell" -> "";
            case "properties" -> unknownKeys(block.code());
            case "xml" -> unknownCoordinates(block.code());
            default -> "A block of %s includes nothing".formatted(block.language());
        };
    }

    private static String unknownKeys(String code) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(code));
            String known = Files.readString(CONFIGURATION);
            Set<String> unknown = new TreeSet<>();
            for (String key : properties.stringPropertyNames()) {
                Matcher channel = CHANNEL.matcher(key);
                boolean isKnown =
                        channel.matches()
                                ? channel.group(3).equals("connector")
                                        || OF_KAFKA.contains(channel.group(3))
                                        || known.contains("." + channel.group(3) + "` |")
                                : OF_KAFKA.contains(key) || known.contains("| `" + key + "` |");
                if (!isKnown) {
                    unknown.add(key);
                }
            }
            return unknown.isEmpty() ? "" : "Unknown keys: " + unknown;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A dependency or plugin that the builds of this project do not have, or in another version.
     */
    private static String unknownCoordinates(String code) {
        String bom = file("es-bom/pom.xml");
        String poms = bom + file("pom.xml") + file("arquillian-tests/pom.xml");
        List<String> unknown = new ArrayList<>();
        if (!code.contains("<dependency>")) {
            unknown.add("XML that is no dependency includes nothing");
        }
        Matcher dependency = DEPENDENCY.matcher(code);
        while (dependency.find()) {
            String artifact = "<artifactId>%s</artifactId>".formatted(dependency.group(2));
            String version = dependency.group(3);
            boolean ours = dependency.group(1).equals("io.annals");
            if (dependency.group(1).equals("io.annals.tutorial")) {
                continue; // the project of the page itself
            }
            if (!(ours ? bom : poms).contains(artifact)
                    || (version != null && !poms.contains(">" + version + "</"))) {
                unknown.add(dependency.group());
            }
        }
        Matcher plugin = PLUGIN.matcher(code);
        while (plugin.find()) {
            if (!poms.contains(
                    "<%s-plugin.version>%s<".formatted(plugin.group(1), plugin.group(2)))) {
                unknown.add(plugin.group());
            }
        }
        return String.join("\n", unknown);
    }

    private static String source(String source) {
        String path = source.replaceFirst("#.*", "");
        String name = source.substring(path.length()).replaceFirst("#", "");
        String text = file(path);
        boolean whole =
                name.isEmpty()
                        && !path.endsWith(".java")
                        && text.lines().noneMatch(line -> isBegin(line, ""));
        StringBuilder regions = new StringBuilder();
        boolean within = whole;
        for (String line : text.lines().toList()) {
            if (BEGIN.matcher(line).matches()) {
                within = whole || isBegin(line, name);
            } else if (END.matcher(line).matches()) {
                within = whole;
            } else if (within) {
                regions.append(line).append('\n');
            }
        }
        assertFalse(regions.isEmpty(), "There is no region in " + source);
        return regions.toString().stripTrailing().stripIndent() + "\n";
    }

    private static boolean isBegin(String line, String name) {
        Matcher begin = BEGIN.matcher(line);
        return begin.matches() && begin.group(1).equals(name);
    }

    private static String file(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new AssertionError("A page includes " + path, e);
        }
    }
}
