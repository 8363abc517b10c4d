package io.annals.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages lead only to what is there, and are rendered to {@code target/docs}, which begins at
 * {@code index.html}.
 */
class SiteTest {

    private static final Path SITE = Path.of("target", "docs").toAbsolutePath();
    private static final String SOURCES = "https://github.com/annals-es/annals/blob/main/";
    private static final Pattern HREF = Pattern.compile("(?:href|src)=\"(?!https?:)([^\"]+)\"");

    private final Map<Path, Page> pages =
            Page.all().stream().collect(Collectors.toMap(Page::path, Function.identity()));

    @Test
    void every_link_leads_to_a_file_and_a_heading_that_are_there() {
        assertTrue(pages.containsKey(Path.of("docs", "adr", "README.md")), "Pages are missing");
        assertEquals(
                List.of(),
                pages.values().stream()
                        .flatMap(
                                page ->
                                        page.links().stream()
                                                .map(link -> page.broken(link, pages))
                                                .flatMap(Optional::stream))
                        .sorted()
                        .toList());
    }

    @Test
    void every_page_is_reached_from_the_readme() {
        List<Path> reached = new ArrayList<>(List.of(Path.of("README.md")));
        for (int i = 0; i < reached.size(); i++) {
            Page page = pages.get(reached.get(i));
            page.links().stream()
                    .map(page::target)
                    .map(Page.ROOT::relativize)
                    .filter(pages::containsKey)
                    .filter(target -> !reached.contains(target))
                    .distinct()
                    .forEach(reached::add);
        }
        assertEquals(
                List.of(),
                pages.keySet().stream()
                        .filter(page -> !reached.contains(page))
                        .filter(page -> !page.endsWith("0000-template.md"))
                        .toList());
    }

    @Test
    void every_page_is_rendered_with_links_that_work() throws IOException {
        for (Page page : pages.values()) {
            Path file = SITE.resolve(rendered(page.path()));
            Files.createDirectories(file.getParent());
            Page linked = page.rewritten(link -> onTheSite(page, link));
            Files.writeString(file, html(page, linked.html()));
        }
        try (Stream<Path> written = Files.walk(SITE)) {
            for (Path file : written.filter(it -> it.toString().endsWith(".html")).toList()) {
                List<String> missing =
                        HREF.matcher(Files.readString(file))
                                .results()
                                .map(link -> link.group(1).replaceFirst("#.*", ""))
                                .filter(link -> !link.isEmpty())
                                .filter(link -> !Files.exists(file.resolveSibling(link)))
                                .toList();
                assertEquals(List.of(), missing, file.toString());
            }
        }
        assertTrue(Files.exists(SITE.resolve("index.html")));
    }

    /** Pages become pages, what lies beside them is copied, and all else is where sources are. */
    private String onTheSite(Page page, String link) {
        Path target = Page.ROOT.relativize(page.target(link));
        String anchor = link.contains("#") ? link.substring(link.indexOf('#')) : "";
        Path from = SITE.resolve(rendered(page.path())).getParent();
        if (pages.containsKey(target)) {
            return from.relativize(SITE.resolve(rendered(target))) + anchor;
        }
        if (!target.startsWith("docs") || !Files.isRegularFile(page.target(link))) {
            return SOURCES + target + anchor;
        }
        try {
            Path copy = SITE.resolve(target);
            Files.createDirectories(copy.getParent());
            Files.copy(page.target(link), copy, StandardCopyOption.REPLACE_EXISTING);
            return from.relativize(copy).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path rendered(Path page) {
        return page.equals(Path.of("README.md"))
                ? Path.of("index.html")
                : Path.of(page.toString().replaceFirst("\\.md$", ".html"));
    }

    private static String html(Page page, String body) {
        String home =
                SITE.resolve(rendered(page.path()))
                        .getParent()
                        .relativize(SITE.resolve("index.html"))
                        .toString();
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
                h1, h2, h3 { line-height: 1.25; margin-top: 2rem; }
                code, pre { font: 0.875em/1.45 ui-monospace, monospace; }
                pre, table { display: block; overflow-x: auto; }
                pre { padding: 0.75rem; border: 1px solid #8886; border-radius: 4px; }
                table { border-collapse: collapse; }
                th, td { padding: 0.3rem 0.6rem; border: 1px solid #8886; text-align: left; vertical-align: top; }
                img { max-width: 100%%; background: #fff; }
                </style>
                </head>
                <body>
                <nav><a href="%s">Annals</a></nav>
                <main>
                %s</main>
                </body>
                </html>
                """
                .formatted(page.title().replace("<", "&lt;"), home, body);
    }
}
