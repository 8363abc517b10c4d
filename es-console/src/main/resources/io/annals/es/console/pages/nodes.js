import {get} from "./api.js";
import {h} from "./html.js";
import {poll} from "./poll.js";

/** Which node does what. */
export async function nodes(_parameters, signal) {
    const state = h("div.cards");
    await poll(signal, async () => {
        const told = await get("nodes");
        state.replaceChildren(
            ...told.nodes.map(({node, leases}) =>
                h("section", {}, h("h2", {}, node), h("p.faint", {}, leases.length === 1 ? "1 lease" : `${leases.length} leases`), h("ul.list", {}, leases.map(lease => h("li", {}, lease)))),
            ),
        );
        if (!told.nodes.length) {
            state.replaceChildren(h("section", {}, h("p", {}, "No node has a lease now.")));
        }
    });
    return [h("h1", {}, "Nodes and leases"), h("p.faint", {}, "A node that does nothing for the journal has no lease, and is not seen here."), state];
}
