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
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations console of the demo, as an operator sees it in Chromium. */
class ConsolePageIT {

    private static final String PASSWORD = "known-to-the-tests-alone";
    private static final String ARTICLES = "article-interest-1";
    private static final String SPARE = "article-interest-2";

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "console");
        Path war = directory.resolve("shop.war");
        DemoArchive.withProbe().as(ZipExporter.class).exportTo(war.toFile());
        server =
                ServerProcess.start(war, directory, Map.of("SHOP_CONSOLE_PASSWORD", PASSWORD));
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
        try (Browsing browsing = open(width, colors)) {
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
            Locator articles = card(page, ARTICLES);
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

    @Test
    void an_operator_has_a_version_take_over_and_back_and_retires_it() throws IOException {
        try (Browsing browsing = open(1280, ColorScheme.LIGHT)) {
            Page page = browsing.page();
            page.locator("nav").getByText("Consumers").click();
            Locator articles = card(page, ARTICLES);
            Locator spare = card(page, SPARE);
            assertThat(spare).containsText("has caught up");
            assertThat(state(articles)).hasText("running");
            assertThat(articles.getByText("Activate …")).isHidden();
            assertThat(articles.getByText("Retire …")).isHidden();

            order(page, spare, "Activate");
            assertThat(page.locator("#told")).containsText(SPARE + " is active.");
            assertThat(state(spare)).hasText("running");
            assertThat(state(articles)).hasText("running, spare");

            order(page, articles, "Activate");
            assertThat(page.locator("#told")).containsText(ARTICLES + " is active.");
            assertThat(state(articles)).hasText("running");
            assertThat(state(spare)).hasText("running, spare");

            order(page, spare, "Retire");
            assertThat(page.locator("#told")).containsText(SPARE + " is retired.");
            assertThat(state(spare)).containsText("retired");
            assertThat(spare.getByText("Activate …")).isHidden();
            browsing.assertNoFaults();
        }
        server.assertLogged("Console: retire of consumer " + SPARE);
    }

    private static void order(Page page, Locator card, String action) {
        card.getByText(action + " …").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByText(action, new Locator.GetByTextOptions().setExact(true)).click();
    }

    private static Locator card(Page page, String consumer) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(consumer).setExact(true));
    }

    private static Locator state(Locator card) {
        return card.locator(".badge");
    }

    private static Browsing open(int width, ColorScheme colors) {
        return Browsing.open(
                server.shop().root().resolve("es-console/"), width, colors, "operator", PASSWORD);
    }

    private static void look(Browsing browsing, String name) throws IOException {
        browsing.screenshot(name);
        browsing.assertFits();
        browsing.assertAccessible();
    }
}
