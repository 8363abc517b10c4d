/** The console's own API. Failures are problem+json, whose detail is for people. */
export async function get(page, parameters = {}) {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== "" && value != null));
    return answer(await fetch(new URL(`api/${page}?${query}`, import.meta.url)));
}

/** Has a consumer do something. */
export async function act(action, consumer, more = {}) {
    await answer(
        await fetch(new URL("api/actions", import.meta.url), {
            method: "POST",
            headers: {"Content-Type": "application/json", "X-Es-Console": "1"},
            body: JSON.stringify({action, consumer, ...more}),
        }),
    );
}

async function answer(response) {
    const json = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (!response.ok) {
        throw Object.assign(new Error(json.detail ?? `The console answered ${response.status}`), {status: response.status});
    }
    return json;
}
