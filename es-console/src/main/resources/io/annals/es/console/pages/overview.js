import {get} from "./api.js";
import {figures, h, link, number} from "./html.js";
import {plot} from "./plot.js";
import {poll} from "./poll.js";

const rates = [];
let last;

/** How far the journal is, and how fast it grows. */
export async function journal(_parameters, signal) {
    const state = h("div");
    await poll(signal, async () => {
        const told = await get("journal");
        const at = Date.now();
        const rate = last ? Math.max(0, ((told.position - last.position) * 1000) / (at - last.at)) : 0;
        last = {position: told.position, at};
        rates.push({at, value: rate});
        rates.splice(0, rates.length - 100);
        state.replaceChildren(
            h(
                "section",
                {},
                figures([
                    ["Settled position", number(told.position)],
                    ["Positions a second", number(Math.round(rate * 10) / 10)],
                    ["Committed, not readable yet", number(told.pending)],
                    ["Has not moved for", `${told.waitingSeconds} s`],
                ]),
                told.failure ? h("p.bad", {}, `The storage failed: ${told.failure}`) : "",
                told.unansweredSeconds > 1 ? h("p.bad", {}, `The storage has owed an answer for ${told.unansweredSeconds} s`) : "",
                told.heldUpBy.map(holder => h("p.bad", {}, `Waits for ${holder}`)),
                h(
                    "figure",
                    {},
                    h("figcaption", {}, "Positions a second, which are events where there are no holes"),
                    plot(rates, document.getElementById("page").clientWidth - 42, "Positions a second in the last two minutes", number),
                ),
            ),
            h(
                "section",
                {},
                h("h2", {}, "Event types that are stored"),
                h("ul.tags", {}, told.types.map(type => h("li", {}, link("events", {type}, type)))),
                told.types.length ? "" : h("p.faint", {}, "No event is stored yet."),
            ),
        );
    });
    return [h("h1", {}, "Journal"), state];
}
