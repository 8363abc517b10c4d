import {call} from "./api.js";

const KEY = "cart";

/**
 * The customer's cart, which all parts of the page share. Only its id is kept in the browser:
 * what is in it, the journal knows. Tells "change" with the cart, or null where there is none.
 */
class Store extends EventTarget {
    cart = null;
    #last = Promise.resolve();

    get id() {
        return localStorage.getItem(KEY);
    }

    async load() {
        if (this.id !== null) {
            try {
                this.cart = await call(`carts/${this.id}`);
            } catch (failure) {
                if (failure.status !== 404) {
                    throw failure;
                }
                this.forget(); // another journal than the last time
            }
        }
        this.dispatchEvent(new Event("change"));
    }

    add(product) {
        return this.#inTurn(async () => {
            if (this.id === null) {
                const opened = await call("carts", {method: "POST", body: {customer: "You"}});
                localStorage.setItem(KEY, opened.id);
            }
            await this.#command("items", "POST", {sku: product.sku, quantity: 1, cents: product.cents});
        });
    }

    remove(sku) {
        return this.#inTurn(() => this.#command(`items/${encodeURIComponent(sku)}`, "DELETE"));
    }

    checkOut() {
        return this.#inTurn(() => this.#command("checkout", "POST"));
    }

    forget() {
        localStorage.removeItem(KEY);
        this.cart = null;
        this.dispatchEvent(new Event("change"));
    }

    /** One after the other: else two quick clicks would open two carts, or show an old one last. */
    #inTurn(work) {
        const done = this.#last.then(work);
        this.#last = done.catch(() => {}); // told to whoever wanted it
        return done;
    }

    /** With a key of its own, so that a command which is sent again is done once. */
    async #command(path, method, body) {
        const headers = {"Idempotency-Key": crypto.randomUUID?.() ?? String(Math.random())};
        await call(`carts/${this.id}/${path}`, {method, body, headers});
        await this.load();
    }
}

export const store = new Store();
