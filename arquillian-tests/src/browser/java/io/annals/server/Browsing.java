package io.annals.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A page in a headless Chromium that is installed on the machine, and all that goes wrong in it:
 * errors in the console, requests that fail, and requests to anybody else. For one thread.
 */
final class Browsing implements AutoCloseable {

    /** Milliseconds; the library's own patience with a page is five seconds. */
    private static final int PATIENCE = 120_000;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String SERIOUS =
            """
            () => axe.run().then(found => found.violations
                .filter(violation => ['serious', 'critical'].includes(violation.impact))
                .map(violation => `${violation.id}: ${violation.nodes.map(node => node.html)}`))
            """;

    private final Playwright playwright;
    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new ArrayList<>();

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    private Browsing(Playwright playwright, BrowserContext context, URI start) {
        this.playwright = playwright;
        this.context = context;
        context.setDefaultTimeout(PATIENCE);
        this.page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (Set.of("error", "warning").contains(message.type())) {
                        faults.add("console: " + message.text());
                    }
                });
        page.onPageError(error -> faults.add("error: " + error));
        page.onRequest(
                request -> {
                    if (!request.url().startsWith(start.resolve("/").toString())) {
                        faults.add("request to " + request.url());
                    }
                });
        page.navigate(start.toString());
    }

    /** Opens a page. */
    static Browsing open(URI start, int width, ColorScheme colors) {
        return open(start, width, colors, new Browser.NewContextOptions());
    }

    /** Opens a page as somebody who has a password. */
    static Browsing open(
            URI start, int width, ColorScheme colors, String user, String password) {
        return open(
                start,
                width,
                colors,
                new Browser.NewContextOptions().setHttpCredentials(user, password));
    }

    private static Browsing open(
            URI start, int width, ColorScheme colors, Browser.NewContextOptions options) {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setTimeout(PATIENCE)
                                        .setExecutablePath(
                                                Path.of(System.getProperty("annals.chromium")))
                                        .setArgs(List.of("--no-sandbox"))); // which root cannot have
        BrowserContext context =
                browser.newContext(
                        options.setViewportSize(width, 900)
                                .setLocale("en-GB")
                                .setColorScheme(colors));
        return new Browsing(playwright, context, start);
    }

    Page page() {
        return page;
    }

    /** Bytes that the page has loaded, as they were transferred. */
    long loaded() {
        Object bytes =
                page.evaluate(
                        "() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                                + ".reduce((sum, entry) => sum + entry.transferSize, 0)");
        return ((Number) bytes).longValue();
    }

    void screenshot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** By the rules of axe. */
    void assertAccessible() throws IOException {
        try (InputStream axe = Browsing.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(List.of(), page.evaluate(SERIOUS));
    }

    /** Nothing must be wider than the window. */
    void assertFits() {
        assertEquals(
                page.viewportSize().width,
                ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue());
    }

    void assertNoFaults() {
        assertEquals(List.of(), faults);
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
    }
}
