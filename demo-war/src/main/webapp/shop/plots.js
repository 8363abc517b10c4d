import {s} from "./html.js";

const HEIGHT = 220;
const LEFT = 60;
const BOTTOM = 26;

/**
 * A bar for each minute, of which the last one is now; minutes without anything are gaps.
 *
 * @param width in pixels, so that texts have the size of others
 */
export function minutesPlot(minutes, now, width, format, label) {
    const shown = width < 450 ? 15 : 30;
    const first = now - shown + 1;
    const values = new Map(minutes.map(({minute, value}) => [minute, value]));
    const top = niceTop(Math.max(200, ...[...values].filter(([minute]) => minute >= first).map(([, value]) => value)));
    const x = minute => LEFT + ((minute - first) / shown) * (width - LEFT);
    const y = value => (HEIGHT - BOTTOM) * (1 - value / top) + 8;
    const plot = s("svg", {viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": label});
    for (const part of [0, 0.5, 1]) {
        plot.append(
            s("line", {class: "grid", x1: LEFT, x2: width, y1: y(top * part), y2: y(top * part)}),
            s("text", {x: LEFT - 8, y: y(top * part) + 4, "text-anchor": "end"}, format(top * part)),
        );
    }
    for (let minute = first; minute <= now; minute++) {
        const value = values.get(minute) ?? 0;
        if (value > 0) {
            plot.append(
                s("rect", {class: "bar", x: x(minute) + 1, width: (width - LEFT) / shown - 2, y: y(value), height: y(0) - y(value), rx: 2}),
            );
        }
        if (minute % 5 === 0) {
            plot.append(s("text", {x: x(minute), y: HEIGHT - 4}, clock(minute)));
        }
    }
    return plot;
}

function niceTop(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map(step => step * power).find(step => step >= value);
}

const clock = minute =>
    new Date(minute * 60_000).toLocaleTimeString(undefined, {hour: "2-digit", minute: "2-digit"});
