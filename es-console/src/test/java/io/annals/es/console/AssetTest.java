package io.annals.es.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetTest {

    private static final Pattern NAMED =
            Pattern.compile("(?:src=|href=|from )\"(?:\\./)?([a-z.]+\\.(?:js|css|svg))\"");

    @Test
    void the_pages_are_the_files_that_they_name() {
        Set<String> named = new TreeSet<>(Set.of("index.html"));
        for (String file : Asset.names()) {
            NAMED.matcher(text(file)).results().forEach(name -> named.add(name.group(1)));
        }
        assertEquals(new TreeSet<>(Asset.names()), named);
    }

    @ParameterizedTest
    @MethodSource("names")
    void they_make_markup_of_no_text_and_ask_nobody_else(String file) {
        String text = text(file).replace("http://www.w3.org/2000/svg", "");
        assertFalse(
                Pattern.compile(
                                "innerHTML|outerHTML|insertAdjacent|document\\.write|eval\\(|new Function|style=|https?:")
                        .matcher(text)
                        .find(),
                file);
    }

    @Test
    void they_are_small() {
        assertTrue(Asset.names().stream().mapToInt(file -> text(file).length()).sum() < 60_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../ConsoleServlet.class",
                "..",
                "pages/index.html",
                "/index.html",
                "index.html/",
                "nothing.js"
            })
    void nothing_else_is_there(String name) {
        assertEquals(Optional.empty(), Asset.named(name));
    }

    static Set<String> names() {
        return Asset.names();
    }

    private static String text(String file) {
        return new String(Asset.named(file).orElseThrow().content(), UTF_8);
    }
}
