/**
 * Makes an element. Texts become text nodes, never markup, so nothing that the journal holds can
 * become part of the page's structure.
 */
export function h(tag, properties = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const element = document.createElement(name);
    element.classList.add(...classes);
    for (const [key, value] of Object.entries(properties)) {
        if (key.startsWith("on")) {
            element.addEventListener(key.slice(2), value);
        } else if (key in element) {
            element[key] = value;
        } else {
            element.setAttribute(key, value);
        }
    }
    element.append(...children.flat());
    return element;
}

/** The same for SVG, where all properties are attributes. */
export function s(tag, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) {
        element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
}

/** A table; a column's name may begin with classes: ".number.wide Version". */
export function table(columns, rows) {
    const heads = columns.map(column => {
        const [, classes, name] = column.match(/^((?:\.\w+)*) ?(.*)$/);
        return {classes, name};
    });
    return h(
        "table",
        {},
        h("thead", {}, h("tr", {}, heads.map(({classes, name}) => h(`th${classes}`, {scope: "col"}, name)))),
        h("tbody", {}, rows.map(cells => h("tr", {}, cells.map((cell, i) => h(`td${heads[i].classes}`, {}, cell))))),
    );
}

/** Terms and what they are. */
export const facts = (kind, entries) =>
    h(`dl.${kind}`, {}, entries.map(([term, ...value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));

export const figures = entries => facts("figures", entries);

export const number = value => (value === null ? "–" : value.toLocaleString());

export const time = instant => h("time", {dateTime: instant, title: instant}, new Date(instant).toISOString().slice(0, 19).replace("T", " "));

/** A link to a page of the console. */
export const link = (page, parameters, text) => h("a", {href: address(page, parameters)}, text);

export function address(page, parameters = {}) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value != null));
    return `#/${page}${query.size ? `?${query}` : ""}`;
}

/** Tells the operator, also those who do not see the page. */
export function tell(text, failed = false) {
    const told = document.getElementById("told");
    told.textContent = text;
    told.classList.toggle("failed", failed);
    clearTimeout(tell.timer);
    tell.timer = setTimeout(() => (told.textContent = ""), 8000);
}

/** Does what was asked for, and tells if it failed. */
export const attempt = work => async event => {
    event?.preventDefault();
    try {
        await work(event);
    } catch (failure) {
        tell(failure.message, true);
    }
};

/**
 * Asks before something is done.
 *
 * @param fields elements with a name, whose values are what is asked for
 * @returns their values, or null if it is not to be done
 */
export function confirmed(title, text, button, fields = []) {
    return new Promise(resolve => {
        const form = h(
            "form",
            {method: "dialog"},
            h("h2", {id: "question"}, title),
            h("p", {}, text),
            fields.length ? h("div.row", {}, fields) : "",
            h(
                "div.row",
                {},
                h("button.main", {value: "yes"}, button),
                h("button", {type: "button", onclick: () => dialog.close("no")}, "Cancel"),
            ),
        );
        const dialog = h("dialog", {"aria-labelledby": "question"}, form);
        dialog.addEventListener("close", () => {
            const values = Object.fromEntries(new FormData(form));
            dialog.remove();
            resolve(dialog.returnValue === "yes" ? values : null);
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}
