import {call} from "./api.js";
import {attempt, h} from "./html.js";

/** Sends shoppers through the shop, at a rate, for a minute. */
class ShopTraffic extends HTMLElement {
    #report = h("span.faint");
    #timer;

    connectedCallback() {
        const rate = h("input", {type: "number", min: 1, max: 50, value: 10, required: true});
        const start = attempt(async () => this.#show(await call("traffic", {method: "POST", body: {rate: rate.valueAsNumber, seconds: 60}})));
        const stop = attempt(async () => this.#show(await call("traffic", {method: "DELETE"})));
        this.replaceChildren(
            h(
                "form.row",
                {onsubmit: start},
                h("label", {}, "Commands a second", rate),
                h("button.main", {}, "Make traffic for a minute"),
                h("button", {type: "button", onclick: stop}, "Stop"),
                this.#report,
            ),
        );
        attempt(async () => this.#show(await call("traffic")))();
    }

    disconnectedCallback() {
        clearTimeout(this.#timer);
    }

    #show({running, rate, commands, secondsLeft}) {
        this.#report.textContent = running
            ? `${commands} commands at ${rate} a second; ${secondsLeft} s left`
            : commands > 0 ? `${commands} commands, over now` : "";
        clearTimeout(this.#timer);
        if (running) {
            this.#timer = setTimeout(attempt(async () => this.#show(await call("traffic"))), 1000);
        }
    }
}

customElements.define("shop-traffic", ShopTraffic);
