import {boardChanges, euros, wholeEuros} from "./api.js";
import {h} from "./html.js";
import {minutesPlot} from "./plots.js";

/** The key figures and plots, as the journal moves. */
class SalesBoard extends HTMLElement {
    #changes;
    #timer;

    connectedCallback() {
        this.replaceChildren(h("p.faint", {}, "Waiting for the first figures …"));
        this.#watch();
    }

    disconnectedCallback() {
        clearTimeout(this.#timer);
        this.#changes.close();
    }

    /** A browser comes again by itself where it was cut off, but not where it was refused. */
    #watch() {
        const changes = boardChanges();
        changes.addEventListener("board", event => this.#show(JSON.parse(event.data)));
        changes.addEventListener("error", () => {
            if (changes.readyState === EventSource.CLOSED) {
                this.#timer = setTimeout(() => this.#watch(), 10_000);
            }
        });
        this.#changes = changes;
    }

    #show({kpi, standing, abandoned, minutes}) {
        const figures = {
            "Carts": kpi.carts.toLocaleString(),
            "Bought": kpi.checkouts.toLocaleString(),
            "Conversion": kpi.conversion.toLocaleString(undefined, {style: "percent", maximumFractionDigits: 1}),
            "Revenue": euros(kpi.revenueCents),
            "Still filling": (standing - abandoned).toLocaleString(),
            "Abandoned": abandoned.toLocaleString(),
            "Journal position": kpi.position.toLocaleString(),
        };
        const now = Math.floor(Date.now() / 60_000);
        const revenue = minutes.map(({epochMinute, revenueCents}) => ({minute: epochMinute, value: revenueCents}));
        const last = revenue.at(-1)?.value ?? 0;
        const width = this.clientWidth < 800 ? this.clientWidth : this.clientWidth * 0.6;
        this.replaceChildren(
            h("dl.figures", {}, Object.entries(figures).map(([name, value]) =>
                h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
            h(
                "div.plots",
                {},
                h("figure", {}, h("figcaption", {}, "Revenue by minute"),
                    minutesPlot(revenue, now, width, wholeEuros, `Revenue of the last minutes; ${euros(last)} in the latest with sales`)),
                h("figure", {}, h("figcaption", {}, "Sold most"), this.#top(kpi.topSkus)),
            ),
        );
    }

    #top(skus) {
        const most = Math.max(1, ...skus.map(sold => sold.quantity));
        return h("table", {}, h("tbody", {}, skus.map(({sku, quantity}) =>
            h(
                "tr",
                {},
                h("th", {scope: "row"}, sku),
                h("td.wide-cell", {}, h("meter", {min: 0, max: most, value: quantity, "aria-label": `${quantity} pieces of ${sku}`})),
                h("td.number", {}, quantity.toLocaleString()),
            ))));
    }
}

customElements.define("sales-board", SalesBoard);
