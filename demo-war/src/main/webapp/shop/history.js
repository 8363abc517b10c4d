import {call, euros} from "./api.js";
import {attempt, h} from "./html.js";
import {cartTable} from "./cart.js";
import {store} from "./store.js";

const SAID = {
    "cart-opened": ({customer}) => `${customer} took a cart`,
    "item-added": ({sku, quantity, cents}) => `${quantity} × ${sku} at ${euros(cents)} put in`,
    "item-removed": ({sku}) => `${sku} taken out`,
    "checked-out": ({cents}) => `bought for ${euros(cents)}`,
};

/** The events of the customer's cart, and the cart at any of them. */
class CartHistory extends HTMLElement {
    connectedCallback() {
        store.addEventListener("change", attempt(() => this.#load()));
        this.replaceChildren(h("p.faint", {}, "Nothing yet."));
    }

    async #load() {
        if (store.cart === null) {
            this.replaceChildren(h("p.faint", {}, "Nothing yet."));
            return;
        }
        const {id} = store.cart;
        const events = await call(`carts/${id}/events`);
        const list = h("ol.events");
        const then = h("div", {"aria-live": "polite"});
        const travel = attempt(async () => {
            const version = Number(slider.value);
            output.textContent = `Version ${version} of ${events.length}`;
            show(version);
            const cart = version === events.length ? store.cart : await call(`carts/${id}?version=${version}`);
            if (version === Number(slider.value)) {
                then.replaceChildren(version === events.length ? "" : cartTable(cart));
            }
        });
        const slider = h("input", {type: "range", min: 1, max: events.length, value: events.length, oninput: travel, id: "version"});
        const output = h("span", {}, `Version ${events.length} of ${events.length}`);
        const show = version =>
            list.replaceChildren(
                ...events.map(event =>
                    h(
                        event.version > version ? "li.later" : "li",
                        {},
                        h("span", {}, (SAID[event.type] ?? (() => event.type))(event.payload)),
                        " ",
                        h("time.faint", {dateTime: event.time}, new Date(event.time).toLocaleTimeString()),
                    )),
            );
        show(events.length);
        this.replaceChildren(h("label", {htmlFor: "version"}, output, slider), then, list);
    }
}

customElements.define("cart-history", CartHistory);
