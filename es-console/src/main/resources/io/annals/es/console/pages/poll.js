import {tell} from "./html.js";

const EVERY = 2000;

/** Does something now and every two seconds, while the page is seen, until it is left. */
export async function poll(signal, work) {
    await work();
    const next = async () => {
        if (signal.aborted) {
            return;
        }
        try {
            if (!document.hidden) {
                await work();
            }
        } catch (failure) {
            tell(failure.message, true);
        }
        setTimeout(next, EVERY);
    };
    setTimeout(next, EVERY);
}
