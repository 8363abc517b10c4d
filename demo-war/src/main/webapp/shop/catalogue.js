import {call, euros} from "./api.js";
import {attempt, h, tell} from "./html.js";
import {store} from "./store.js";

/** What there is to buy. */
class ShopCatalogue extends HTMLElement {
    connectedCallback() {
        attempt(async () => {
            const products = await call("catalogue");
            this.replaceChildren(h("ul.products", {}, products.map(product => this.#card(product))));
        })();
    }

    #card(product) {
        const add = attempt(async () => {
            if (store.cart?.status === "checked-out") {
                store.forget();
            }
            await store.add(product);
            tell(`${product.name} is in your cart`);
        });
        return h(
            "li",
            {},
            h("span.name", {}, product.name),
            h("span.faint", {}, `${euros(product.cents)} · ${product.unit}`),
            h("button", {type: "button", onclick: add, "aria-label": `Put ${product.name} into the cart`}, "Add"),
        );
    }
}

customElements.define("shop-catalogue", ShopCatalogue);
