import {get} from "./api.js";
import {h, tell} from "./html.js";
import {journal} from "./overview.js";
import {event, events} from "./events.js";
import {stream, streams} from "./streams.js";
import {consumers, deadLetters} from "./consumers.js";
import {nodes} from "./nodes.js";

const PAGES = {journal, events, event, streams, stream, consumers, "dead-letters": deadLetters, nodes};
const BELOW = {event: "events", stream: "streams", "dead-letters": "consumers"};

let leave = new AbortController();

/** Shows the page that the address names; what the last one was at ends. */
async function show() {
    leave.abort();
    leave = new AbortController();
    const {signal} = leave;
    const [path, query] = location.hash.slice(2).split("?");
    const name = Object.hasOwn(PAGES, path) ? path : "journal";
    for (const item of document.querySelectorAll("nav a")) {
        if (item.hash === `#/${BELOW[name] ?? name}`) {
            item.setAttribute("aria-current", "page");
        } else {
            item.removeAttribute("aria-current");
        }
    }
    const page = document.getElementById("page");
    try {
        const shown = await PAGES[name](Object.fromEntries(new URLSearchParams(query ?? "")), signal);
        if (!signal.aborted) {
            page.replaceChildren(...shown);
            document.title = `${page.querySelector("h1").textContent} · Operations`;
        }
    } catch (failure) {
        if (!signal.aborted) {
            page.replaceChildren(h("h1", {}, failure.status === 404 ? "Not found" : "That did not work"), h("p", {}, failure.message));
        }
    }
}

addEventListener("hashchange", async () => {
    await show();
    scrollTo(0, 0);
    document.getElementById("page").focus();
});
get("journal").then(
    ({user, mayRead}) => (document.getElementById("user").textContent = mayRead ? user : `${user}, without payloads`),
    failure => tell(failure.message, true),
);
show();
