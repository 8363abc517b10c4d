/** The shop's own API. Failures are problem+json, whose detail is for people. */
export async function call(path, {method = "GET", body, headers = {}} = {}) {
    const answer = await fetch(new URL(`../api/${path}`, import.meta.url), {
        method,
        headers: body === undefined ? headers : {...headers, "Content-Type": "application/json"},
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) {
        throw Object.assign(new Error(json.detail ?? `The shop answered ${answer.status}`), {status: answer.status});
    }
    return json;
}

export const boardChanges = () => new EventSource(new URL("../api/board/changes", import.meta.url));

const money = options => {
    const format = new Intl.NumberFormat(undefined, {style: "currency", currency: "EUR", ...options});
    return cents => format.format(cents / 100);
};

export const euros = money({});
export const wholeEuros = money({maximumFractionDigits: 0});
