import {euros} from "./api.js";
import {attempt, h, tell} from "./html.js";
import {store} from "./store.js";

/** The lines of a cart, as the customer's own cart and its past show them. */
export function cartTable(cart, remove) {
    const lines = cart.lines.map(line =>
        h(
            "tr",
            {},
            h("td", {}, line.sku),
            h("td.number", {}, String(line.quantity)),
            h("td.number", {}, euros(line.quantity * line.cents)),
            h("td.number", {}, remove ? remove(line) : ""),
        ));
    return h(
        "table",
        {},
        h("thead", {}, h("tr", {}, h("th", {scope: "col"}, "Article"), h("th.number", {scope: "col"}, "Pieces"),
            h("th.number", {scope: "col"}, "Price"), h("td", {}))),
        h("tbody", {}, lines),
        h("tfoot", {}, h("tr", {}, h("td", {colSpan: 2}, "Total"), h("td.number", {}, euros(cart.totalCents)), h("td"))),
    );
}

/** What is in the customer's cart. */
class ShopCart extends HTMLElement {
    connectedCallback() {
        store.addEventListener("change", () => this.#show(store.cart));
        this.#show(null);
        attempt(() => store.load())();
    }

    #show(cart) {
        if (cart === null) {
            this.replaceChildren(h("p.faint", {}, "Empty. The first article that you add opens one."));
            return;
        }
        if (cart.status === "checked-out") {
            this.replaceChildren(
                cartTable(cart),
                h("p", {}, "Bought. Thank you!"),
                h("button", {type: "button", onclick: () => store.forget()}, "Take another cart"),
            );
            return;
        }
        const buy = attempt(async () => {
            await store.checkOut();
            tell("Bought. Thank you!");
        });
        this.replaceChildren(
            cartTable(cart, line =>
                h("button", {type: "button", "aria-label": `Remove ${line.sku}`, onclick: attempt(() => store.remove(line.sku))}, "Remove")),
            h("div.row", {}, h("button.main", {type: "button", disabled: cart.lines.length === 0, onclick: buy}, "Check out")),
        );
    }
}

customElements.define("shop-cart", ShopCart);
