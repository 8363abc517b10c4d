package io.annals.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations console of the demo, as an operator sees it in Chromium. */
class ConsolePageIT {

    private static final String PASSWORD = "known-to-the-tests-alone";
    private static final String ARTICLES = "article-interest-1";

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "console");
        server =
                ServerProcess.start(
                        Path.of(System.getProperty("annals.war")),
                        directory,
                        Map.of("SHOP_CONSOLE_PASSWORD", PASSWORD));
        for (int i = 0; i < 60; i++) { // more than a page has
            server.shop().add(server.shop().open("eve"), "pear", 1, 30).expect(200);
        }
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
    void an_operator_looks_around_and_rebuilds_a_view(int width, ColorScheme colors)
            throws IOException {
        String kind = "console-%d-%s-".formatted(width, colors.name().toLowerCase(Locale.ROOT));
        try (Browsing browsing =
                Browsing.open(
                        server.shop().root().resolve("es-console/"),
                        width,
                        colors,
                        "operator",
                        PASSWORD)) {
            Page page = browsing.page();
            Locator main = page.locator("main");
            assertThat(main).containsText("item-added");
            look(browsing, kind + "journal");

            page.locator("nav").getByText("Events").click();
            Locator rows = main.locator("tbody tr");
            assertThat(rows).hasCount(50);
            look(browsing, kind + "events");
            rows.first().getByRole(AriaRole.LINK).first().click();
            assertThat(main.locator("pre")).containsText("\"sku\": \"pear\"");
            look(browsing, kind + "event");

            page.locator("nav").getByText("Consumers").click();
            Locator articles =
                    page.getByRole(
                            AriaRole.REGION,
                            new Page.GetByRoleOptions().setName(ARTICLES).setExact(true));
            assertThat(articles).containsText("has caught up");
            look(browsing, kind + "consumers");
            articles.getByText("Rebuild …").focus();
            page.keyboard().press("Enter");
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("Rebuild " + ARTICLES + "?");
            look(browsing, kind + "question");
            dialog.getByText("Rebuild", new Locator.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("#told")).containsText(ARTICLES + " begins again.");
            assertThat(articles).containsText("has caught up");
            browsing.assertNoFaults();
        }
        server.assertLogged("Console: rebuild");
    }

    private static void look(Browsing browsing, String name) throws IOException {
        browsing.screenshot(name);
        browsing.assertFits();
        browsing.assertAccessible();
    }
}
