import {get} from "./api.js";
import {address, h, link, number, table} from "./html.js";
import {eventRows} from "./events.js";

/** The categories, and the streams of one of them. */
export async function streams({category, after}) {
    const {names} = await get("categories", {limit: 100});
    const chosen = category ?? names[0];
    const page = chosen === undefined ? {names: [], next: null} : await get("streams", {category: chosen, after});
    return [
        h("h1", {}, "Streams"),
        h(
            "section",
            {},
            h("h2", {}, "Categories"),
            h(
                "ul.tags",
                {},
                names.map(name => h("li", {}, h("a", {href: address("streams", {category: name}), ...(name === chosen ? {"aria-current": "true"} : {})}, name))),
            ),
            h(
                "form",
                {
                    onsubmit: event => {
                        event.preventDefault();
                        location.hash = address("stream", Object.fromEntries(new FormData(event.target)));
                    },
                },
                h(
                    "div.row",
                    {},
                    h("label", {}, "Category", h("input", {name: "category", required: true, size: 14, value: chosen ?? "", autocomplete: "off"})),
                    h("label", {}, "Stream id", h("input", {name: "id", required: true, size: 36, autocomplete: "off"})),
                    h("button.main", {}, "Open"),
                ),
            ),
        ),
        h(
            "section",
            {},
            h("h2", {}, chosen === undefined ? "No streams" : `Streams of ${chosen}`),
            h("ul.list", {}, page.names.map(id => h("li", {}, link("stream", {category: chosen, id}, id)))),
            h(
                "nav.row.pages",
                {"aria-label": "Pages of streams"},
                after === undefined ? "" : link("streams", {category: chosen}, "First"),
                page.next === null ? "" : link("streams", {category: chosen, after: page.next}, "More →"),
            ),
        ),
    ];
}

/** The events of a stream, and its snapshots. */
export async function stream({category, id, after}) {
    const [page, {snapshots}] = await Promise.all([get("stream", {category, id, after}), get("snapshots", {category, id})]);
    return [
        h("h1", {}, `Stream ${category}/${id}`),
        h(
            "section",
            {},
            h("h2", {}, "Events"),
            page.events.length ? eventRows(page.events, false) : h("p", {}, "No more events."),
            h(
                "nav.row.pages",
                {"aria-label": "Pages of the stream"},
                after === undefined ? "" : link("stream", {category, id}, "First"),
                page.next === null ? "" : link("stream", {category, id, after: page.next}, "More →"),
            ),
        ),
        h(
            "section",
            {},
            h("h2", {}, "Snapshots"),
            snapshots.length
                ? table(
                      [".number Version", "Type", ".number Bytes", ".wide Fingerprint"],
                      snapshots.map(kept => [number(kept.version), kept.type, number(kept.bytes), kept.fingerprint]),
                  )
                : h("p.faint", {}, "None is kept."),
        ),
    ];
}
