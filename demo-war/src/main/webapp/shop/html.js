/**
 * Makes an element. Texts become text nodes, never markup, so nothing that the journal holds can
 * become part of the page's structure.
 */
export function h(tag, properties = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const element = document.createElement(name);
    if (classes.length > 0) {
        element.className = classes.join(" ");
    }
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

/** Tells the customer, also those who do not see the page. */
export function tell(text, failed = false) {
    const told = document.getElementById("told");
    told.textContent = text;
    told.classList.toggle("failed", failed);
    clearTimeout(tell.timer);
    tell.timer = setTimeout(() => (told.textContent = ""), 6000);
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
