import {act, get} from "./api.js";
import {attempt, confirmed, figures, h, link, number, table, tell, time} from "./html.js";
import {plot} from "./plot.js";
import {poll} from "./poll.js";

const lags = new Map();

/** All consumers, how they are doing, and what can be done about it. */
export async function consumers(_parameters, signal) {
    const cards = h("div.cards");
    const known = new Map();
    await poll(signal, async () => {
        const told = await get("consumers");
        const at = Date.now();
        for (const state of told.consumers) {
            const lag = lags.get(state.name) ?? [];
            lag.push({at, value: state.lag});
            lag.splice(0, lag.length - 100);
            lags.set(state.name, lag);
            if (!known.has(state.name)) {
                known.set(state.name, card(state.name));
                cards.append(known.get(state.name).element);
            }
            known.get(state.name).update(state, lag);
        }
    });
    return [h("h1", {}, "Consumers"), cards];
}

/** Its buttons stay, so that who is at one by the keyboard stays there. */
function card(name) {
    const badge = h("span.badge");
    const body = h("div");
    const pause = h("button", {type: "button"});
    const reset = h("button", {type: "button", onclick: attempt(() => resetOf(name))}, "Reset …");
    const rebuild = h("button.danger", {type: "button", onclick: attempt(() => rebuildOf(name))}, "Rebuild …");
    const activate = h("button", {type: "button", onclick: attempt(() => activateOf(name))}, "Activate …");
    const retire = h("button.danger", {type: "button", onclick: attempt(() => retireOf(name))}, "Retire …");
    let activity;
    pause.addEventListener("click", attempt(() => pauseOf(name, activity)));
    return {
        element: h("section", {"aria-label": name}, h("div.heading", {}, h("h2", {}, name), badge), body, h("div.row", {}, pause, reset, rebuild, activate, retire)),
        update(state, lag) {
            activity = state.activity;
            badge.textContent = state.active ? state.activity : `${state.activity}, spare`;
            badge.className = `badge ${state.activity}`;
            pause.textContent = resumable(activity) ? "Resume …" : "Pause …";
            pause.disabled = activity === "inline" || activity === "retired";
            reset.disabled = activity === "inline";
            activate.hidden = retire.hidden = state.active || activity === "retired" || !/-[1-9]\d*$/.test(name);
            body.replaceChildren(...shown(state, lag, body.clientWidth || Math.min(500, document.getElementById("page").clientWidth - 42)));
        },
    };
}

const resumable = activity => activity === "paused" || activity === "stopped";

function shown(state, lag, width) {
    const inline = state.activity === "inline";
    const part = state.head ? Math.floor((100 * state.position) / state.head) : 100;
    const left = state.timeLeftSeconds === null ? "does not move" : `about ${Math.ceil(state.timeLeftSeconds)} s left`;
    return [
        figures([
            ["Behind", inline ? "never" : number(state.lag)],
            ["For", `${Math.round(state.behindSeconds)} s`],
            ["Positions a second", number(Math.round(state.rate))],
            ["Set aside", state.deadLetters === 0 ? (inline ? "–" : "0") : link("dead-letters", {consumer: state.name}, state.deadLetters < 1000 ? number(state.deadLetters) : "1,000 or more")],
        ]),
        state.failure ? h("p.bad", {}, `Failed by ${state.failure}; the log says more.`) : "",
        h(
            "p",
            {},
            h("progress", {max: Math.max(1, state.head), value: inline ? Math.max(1, state.head) : state.position, "aria-label": `How far ${state.name} is`}),
            h("span.faint", {}, inline ? "part of each append" : state.lag === 0 ? `at ${number(state.position)}: has caught up` : `${part} %: at ${number(state.position)} of ${number(state.head)}, ${left}`),
        ),
        inline ? "" : h("figure", {}, h("figcaption", {}, "Positions behind"), plot(lag, width, `How far ${state.name} was behind in the last two minutes`, number)),
        state.segments.length
            ? h(
                  "details",
                  {open: openSegments.has(state.name), ontoggle: event => (event.target.open ? openSegments.add(state.name) : openSegments.delete(state.name))},
                  h("summary", {}, `${state.segments.length} ${state.segments.length === 1 ? "segment" : "segments"}`),
                  table(["Segment", ".number Position", "Node"], state.segments.map(segment => [segment.name, number(segment.position), segment.owner ?? "none"])),
              )
            : "",
    ];
}

const openSegments = new Set();

async function pauseOf(name, activity) {
    const [action, title, text, done] = resumable(activity)
        ? ["resume", `Resume ${name}?`, "It goes on from where it has finished.", "goes on"]
        : ["pause", `Pause ${name}?`, "It stands still on all nodes until it is resumed. What is being handled now is undone.", "stands still"];
    if (await confirmed(title, text, action === "pause" ? "Pause" : "Resume")) {
        await act(action, name);
        tell(`${name} ${done}.`);
    }
}

async function rebuildOf(name) {
    const sure = await confirmed(
        `Rebuild ${name}?`,
        "Its view is emptied, and it handles every event of the journal again. What it had handled before has no effects outside its view.",
        "Rebuild",
    );
    if (sure) {
        await act("rebuild", name);
        tell(`${name} begins again.`);
    }
}

async function activateOf(name) {
    const sure = await confirmed(
        `Activate ${name}?`,
        "It becomes the version whose view is read, and that has effects outside its view, from where the active one stands. That one is fed still, as a spare one.",
        "Activate",
    );
    if (sure) {
        await act("activate", name);
        tell(`${name} is active.`);
    }
}

async function retireOf(name) {
    const sure = await confirmed(`Retire ${name}?`, "Nothing feeds its view any more. To go back to it later it must be rebuilt.", "Retire");
    if (sure) {
        await act("retire", name);
        tell(`${name} is retired.`);
    }
}

async function resetOf(name) {
    const wanted = await confirmed(
        `Reset ${name}?`,
        "It handles again what comes after a position, or what was appended since an instant. Its own reset method is called.",
        "Reset",
        [
            h("label", {}, "After position", h("input", {name: "position", inputMode: "numeric", pattern: "[0-9]{1,18}", size: 12, autocomplete: "off"})),
            h("label", {}, "Or since, UTC", h("input", {name: "since", type: "datetime-local", step: 1})),
        ],
    );
    if (!wanted) {
        return;
    }
    if ((wanted.position === "") === (wanted.since === "")) {
        throw new Error("Say where to begin: either after a position, or since an instant");
    }
    await act("reset", name, wanted.since ? {since: new Date(`${wanted.since}Z`).toISOString()} : {position: Number(wanted.position)});
    tell(`${name} was reset.`);
}

/** What a consumer has set aside. */
export async function deadLetters({consumer, after}, signal) {
    const list = h("div");
    const show = async () => {
        const page = await get("dead-letters", {consumer, after});
        if (signal.aborted) {
            return;
        }
        list.replaceChildren(
            ...page.letters.map(letter => letterCard(consumer, letter, show)),
            page.letters.length ? "" : h("section", {}, h("p", {}, "Nothing is set aside.")),
            page.next === null ? "" : link("dead-letters", {consumer, after: page.next}, "More →"),
        );
    };
    await show();
    return [
        h("h1", {}, `Set aside by ${consumer}`),
        h("div.row", {}, h("button", {type: "button", onclick: attempt(show)}, "Look again"), link("consumers", {}, "All consumers")),
        list,
    ];
}

function letterCard(consumer, letter, show) {
    const decide = (action, title, text, button) =>
        attempt(async () => {
            if (await confirmed(title, text, button)) {
                await act(action, consumer, {position: letter.position});
                tell(`Event ${letter.position}: ${action} is noted; the node that runs ${consumer} does it soon.`);
                await show();
            }
        });
    const {failure} = letter;
    return h(
        "section",
        {},
        h("div.heading", {}, h("h2", {}, `${letter.type} at `, link("event", {position: letter.position}, number(letter.position))), h("span.badge", {}, letter.decision ?? (failure ? "failed" : "waits"))),
        h("p", {}, "Stream ", link("stream", {category: letter.category, id: letter.id}, `${letter.category}/${letter.id}`), `, version ${letter.version}, `, time(letter.time), " UTC"),
        letter.decision ? h("p", {}, `Decided by ${letter.decidedBy}`) : "",
        failure
            ? [
                  h("p.bad", {}, `Handled ${letter.attempts} ${letter.attempts === 1 ? "time" : "times"} in vain: ${failure.exception}`, failure.message === null ? "" : `: ${failure.message}`),
                  letter.hidden ? h("p.faint", {}, "What the exception says is hidden: your roles do not allow it.") : "",
                  h("details", {}, h("summary", {}, "Stack trace"), h("pre", {tabIndex: 0}, failure.stackTrace)),
                  h(
                      "div.row",
                      {},
                      h("button.main", {type: "button", onclick: decide("retry", "Handle it again?", `${consumer} handles the event again and, if that succeeds, those that wait behind it.`, "Retry")}, "Retry …"),
                      h("button.danger", {type: "button", onclick: decide("dismiss", "Leave it out for good?", `${consumer} never handles this event, and goes on with those that wait behind it.`, "Leave out")}, "Leave out …"),
                  ),
              ]
            : h("p.faint", {}, "It waits behind one of its stream that could not be handled."),
    );
}
