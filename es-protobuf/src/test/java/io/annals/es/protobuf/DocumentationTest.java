package io.annals.es.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page names the sources of its code in comments before it. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile("<!-- include: ([^>]+) -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// example:begin\n(.*?)// example:end", Pattern.DOTALL);

    @Test
    void shows_code_as_it_is_compiled_and_tested() throws IOException {
        List<MatchResult> blocks =
                BLOCK.matcher(Files.readString(ROOT.resolve("docs/protobuf.md")))
                        .results()
                        .toList();
        assertEquals(2, blocks.size());
        for (MatchResult block : blocks) {
            assertEquals(
                    Stream.of(block.group(1).split("\\s+"))
                            .map(DocumentationTest::region)
                            .collect(Collectors.joining("\n")),
                    block.group(2));
        }
    }

    private static String region(String source) {
        try {
            Matcher region = REGION.matcher(Files.readString(ROOT.resolve(source)));
            return region.find() ? region.group(1) : "no region in " + source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
