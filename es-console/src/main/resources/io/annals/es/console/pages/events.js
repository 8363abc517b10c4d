import {get} from "./api.js";
import {address, attempt, facts, h, link, number, table, time} from "./html.js";
import {readable} from "./payload.js";

const NAMES = ["type", "category", "correlation", "time"];

/** A stream's own page need not name it in each row, and a phone has no room for more than that. */
export const eventRows = (events, ofAll = true) =>
    table(
        [".number Position", ".type Type", ofAll ? "Stream" : "Time, UTC", ofAll ? ".number.wide Version" : ".number Version", ...(ofAll ? [".wide Time, UTC"] : [])],
        events.map(event => [
            link("event", {id: event.eventId}, number(event.position)),
            event.type,
            ofAll ? link("stream", {category: event.category, id: event.id}, `${event.category}/${event.id}`) : time(event.time),
            number(event.version),
            ...(ofAll ? [time(event.time)] : []),
        ]),
    );

/** Events of the journal, the newest first, a page at a time. */
export async function events(parameters, signal) {
    const {types} = await get("journal");
    const result = h("div", {"aria-live": "polite"});
    const show = attempt(async () => search(parameters, signal, result));
    show();
    return [
        h("h1", {}, "Events"),
        h("section", {}, form(parameters, types)),
        h("section", {}, result),
    ];
}

function form(parameters, types) {
    const field = (name, label, input) => h("label", {}, label, Object.assign(input, {name, value: parameters[name] ?? ""}));
    return h(
        "form",
        {
            onsubmit: event => {
                event.preventDefault();
                const {id, time, ...rest} = Object.fromEntries(new FormData(event.target));
                location.hash = id.trim()
                    ? address("event", /^\d+$/.test(id.trim()) ? {position: id.trim()} : {id: id.trim()})
                    : address("events", {...rest, time: time && new Date(`${time}Z`).toISOString()});
            },
        },
        h(
            "div.row",
            {},
            h("label", {}, "Event id or position", h("input", {name: "id", size: 30, autocomplete: "off"})),
            field("type", "Type", h("select", {}, ["", ...types].map(type => h("option", {value: type}, type || "any")))),
            field("category", "Category", h("input", {size: 12, pattern: "[A-Za-z0-9._\\-]*", autocomplete: "off"})),
            field("correlation", "Correlation id", h("input", {size: 24, autocomplete: "off"})),
            h("label", {}, "At or before, UTC", h("input", {name: "time", type: "datetime-local", step: 1, value: parameters.time?.slice(0, 19) ?? ""})),
            h("button.main", {}, "Search"),
        ),
    );
}

/** Looks on by itself until a page is full, since the server looks so far at a time only. */
async function search(parameters, signal, result) {
    let found = [];
    let newer = null;
    let stopped = false;
    const stop = h("button", {type: "button", onclick: () => (stopped = true)}, "Stop");
    let ask = parameters;
    const back = ask.after === undefined;
    for (;;) {
        const page = await get("events", ask);
        if (signal.aborted) {
            return;
        }
        found = back ? [...found, ...page.events] : [...page.events, ...found];
        newer = ask === parameters || !back ? page.newer : newer;
        const on = back ? page.older : page.newer;
        if (found.length >= 50 || on === null || stopped) {
            show(parameters, result, found, newer, back ? page.older : parameters.after === "0" ? null : Number(parameters.after) + 1);
            return;
        }
        result.replaceChildren(h("p", {}, `Found ${found.length}. Looking on at position ${number(on)} … `, stop), eventRows(found));
        ask = {...pick(parameters), [back ? "before" : "after"]: on};
    }
}

const pick = parameters => Object.fromEntries(NAMES.filter(name => name !== "time").map(name => [name, parameters[name]]));

function show(parameters, result, found, newer, older) {
    const page = (name, text, value) =>
        value === null
            ? h("span.faint", {}, `No ${name}`)
            : link("events", {...pick(parameters), [name === "newer" ? "after" : "before"]: value}, text);
    const pages = () => h("nav.row.pages", {"aria-label": "Pages of events"}, page("newer", "← Newer", newer), page("older", "Older →", older), link("events", pick(parameters), "Newest"));
    result.replaceChildren(
        pages(),
        found.length ? eventRows(found) : h("p", {}, "No events here."),
        found.length > 20 ? pages() : "",
    );
}

/** One event with all that is stored of it. */
export async function event(parameters) {
    const told = await get("event", parameters);
    const entries = Object.entries(told.metadata);
    return [
        h("h1", {}, `Event ${told.type}`),
        h(
            "section",
            {},
            facts("facts", [
                ["Stream", link("stream", {category: told.category, id: told.id}, `${told.category}/${told.id}`)],
                ["Version", number(told.version)],
                ["Position", told.position === null ? "none yet" : link("events", {before: told.position + 1}, number(told.position))],
                ["Event id", told.eventId],
                ["Type", `${told.type}, revision ${told.revision}`],
                ["Time", time(told.time), " UTC"],
            ]),
        ),
        h(
            "section",
            {},
            h("h2", {}, "Metadata"),
            entries.length
                ? table(
                      ["Name", "Value"],
                      entries.map(([name, value]) => [
                          name,
                          value === null ? hidden() : name === "correlation-id" ? link("events", {correlation: value}, value) : name === "causation-id" ? link("event", {id: value}, value) : value,
                      ]),
                  )
                : h("p.faint", {}, "There is none."),
        ),
        h(
            "section",
            {},
            h("h2", {}, `Payload, ${number(told.bytes)} bytes`),
            told.hidden ? h("p", {}, hidden()) : told.payload === null ? h("p.faint", {}, "It cannot be shown as text.") : h("pre", {tabIndex: 0}, readable(told.payload)),
        ),
    ];
}

const hidden = () => h("span.faint", {}, "hidden: your roles do not allow it");
