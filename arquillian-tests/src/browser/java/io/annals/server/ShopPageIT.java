package io.annals.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's page as a customer sees it, in Chromium. */
class ShopPageIT {

    private static final long MOST_BYTES = 300_000;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        Path directory =
                Files.createTempDirectory(Path.of(System.getProperty("annals.servers")), "page");
        server = ServerProcess.start(Path.of(System.getProperty("annals.war")), directory, Map.of());
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
    void a_customer_shops_and_looks_back(int width, ColorScheme colors) throws IOException {
        try (Browsing browsing = Browsing.open(server.shop().root(), width, colors)) {
            Page page = browsing.page();
            add(page, "Pear");
            add(page, "Pear");
            add(page, "Coffee beans");
            Locator cart = page.locator("shop-cart");
            assertThat(cart.locator("tbody tr")).hasCount(2);
            assertThat(cart.locator("tfoot")).containsText("€12.70");

            button(page, "Remove coffee").click();
            assertThat(cart.locator("tfoot")).containsText("€1.20");

            Locator history = page.locator("cart-history");
            assertThat(history.locator("li")).hasCount(5);
            history.getByRole(AriaRole.SLIDER).focus();
            page.keyboard().press("ArrowLeft");
            assertThat(history).containsText("Version 4 of 5");
            assertThat(history.locator("tfoot")).containsText("€12.70");
            assertThat(history.locator("li.later")).hasCount(1);
            browsing.screenshot("shop-%d-%s".formatted(width, colors.name().toLowerCase(Locale.ROOT)));
            browsing.assertFits();
            browsing.assertAccessible();

            button(page, "Check out").click();
            assertThat(cart).containsText("Bought. Thank you!");
            button(page, "Take another cart").click();
            assertThat(cart).containsText("Empty");
            browsing.assertNoFaults();
        }
    }

    @Test
    void traffic_moves_the_board() throws IOException {
        try (Browsing browsing = Browsing.open(server.shop().root(), 1280, ColorScheme.LIGHT)) {
            Page page = browsing.page();
            Locator board = page.locator("sales-board");
            assertThat(board).containsText("Conversion");
            Locator position = board.locator("dl div", new Locator.LocatorOptions().setHasText("Journal position"));
            String before = position.innerText();
            assertTrue(browsing.loaded() < MOST_BYTES, browsing.loaded() + " bytes");

            page.getByLabel("Commands a second").fill("50");
            button(page, "Make traffic for a minute").click();
            assertThat(page.locator("shop-traffic")).containsText(Pattern.compile("commands at 50 a second"));
            assertThat(position).not().hasText(before);
            assertThat(board.locator("svg .bar").first()).isVisible();
            assertThat(board.locator("meter").first()).isVisible();
            browsing.screenshot("board");
            browsing.assertAccessible();

            button(page, "Stop").click();
            assertThat(page.locator("shop-traffic")).containsText("over now");
            browsing.assertNoFaults();
        }
    }

    @Test
    void a_customer_who_is_faster_than_the_shop_gets_one_cart() {
        try (Browsing browsing = Browsing.open(server.shop().root(), 1280, ColorScheme.LIGHT)) {
            Page page = browsing.page();
            button(page, "Put Pear into the cart").dblclick();
            button(page, "Put Apple into the cart").click();
            Locator cart = page.locator("shop-cart");
            assertThat(cart.locator("tbody tr")).hasText(new String[] {"Pear2€1.20Remove", "Apple1€0.45Remove"}, new LocatorAssertions.HasTextOptions().setIgnoreCase(true));
            assertThat(page.locator("cart-history li")).hasCount(4);
            browsing.assertNoFaults();
        }
    }

    @Test
    void what_customers_write_is_text() {
        try (Browsing browsing = Browsing.open(server.shop().root(), 1280, ColorScheme.LIGHT)) {
            Page page = browsing.page();
            add(page, "Pear");
            Object id = page.evaluate("() => localStorage.getItem('cart')");
            page.evaluate(
                    "id => fetch(`api/carts/${id}/items`, {method: 'POST', headers: {'Content-Type': 'application/json'},"
                            + " body: JSON.stringify({sku: '<img src=x onerror=alert(1)>', quantity: 1, cents: 1})})",
                    id);
            page.reload();
            assertThat(page.locator("shop-cart")).containsText("<img src=x onerror=alert(1)>");
            assertThat(page.locator("img")).hasCount(0);
            browsing.assertNoFaults();
        }
    }

    private static void add(Page page, String product) {
        button(page, "Put " + product + " into the cart").click();
        assertThat(page.locator("#told")).containsText(product + " is in your cart");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
