import {s} from "./html.js";

const HEIGHT = 120;
const LEFT = 64;
const BOTTOM = 20;
const SECONDS = 120;

/** How something has gone in the last two minutes: points with a time in ms and a value. */
export function plot(points, width, label, format) {
    const now = points.at(-1)?.at ?? 0;
    const shown = points.filter(({at}) => now - at <= SECONDS * 1000);
    const top = niceTop(Math.max(1, ...shown.map(({value}) => value)));
    const x = at => LEFT + (1 - (now - at) / (SECONDS * 1000)) * (width - LEFT);
    const y = value => (HEIGHT - BOTTOM) * (1 - value / top) + 8;
    const line = shown.map(({at, value}) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
    const drawn = s("svg", {viewBox: `0 0 ${width} ${HEIGHT + 8}`, role: "img", "aria-label": label});
    for (const part of [0, 0.5, 1]) {
        drawn.append(
            s("line", {class: "grid", x1: LEFT, x2: width, y1: y(top * part), y2: y(top * part)}),
            s("text", {x: LEFT - 8, y: y(top * part) + 4, "text-anchor": "end"}, format(top * part)),
        );
    }
    if (line.length > 1) {
        drawn.append(
            s("path", {class: "area", d: `M${x(shown[0].at)},${y(0)} L${line.join(" L")} L${x(now)},${y(0)} Z`}),
            s("path", {class: "line", d: `M${line.join(" L")}`}),
        );
    }
    drawn.append(
        s("text", {x: LEFT, y: HEIGHT + 6}, "2 min ago"),
        s("text", {x: width, y: HEIGHT + 6, "text-anchor": "end"}, "now"),
    );
    return drawn;
}

function niceTop(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map(step => step * power).find(step => step >= value);
}
