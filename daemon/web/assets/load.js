/* What the page asks the server for: pages, as documents, and JSON. Trusted types allow neither
 * markup in strings nor a parser of them, but a document that the browser itself parsed. */

export const NO_ANSWER = "the server does not answer";

const TIMEOUT_MS = 20000; /* a server that is that late is told as one that does not answer */

/* Asks for an address. Resolves to {status, content, retryAfter}: `status` is 0 when there was no
 * answer, `content` is null when it is not of that type, `retryAfter` is in seconds, or null.
 * Rejects, with an AbortError, only when `signal` says that nobody waits any more. */
function load(address, type, signal) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const abort = () => {
            reject(new DOMException("nobody waits for it", "AbortError"));
            request.abort();
        };
        if (signal?.aborted) {
            abort();
            return;
        }
        signal?.addEventListener("abort", abort, {once: true});
        request.addEventListener("loadend", () => {
            const seconds = Number.parseInt(request.getResponseHeader("retry-after") ?? "", 10);
            resolve({
                status: request.status,
                content: request.response,
                retryAfter: Number.isNaN(seconds) ? null : seconds,
            });
        });
        request.open("GET", address);
        request.responseType = type;
        request.timeout = TIMEOUT_MS;
        request.setRequestHeader("accept", type === "json" ? "application/json" : "text/html");
        request.send();
    });
}

export function loadPage(address, signal) {
    return load(address, "document", signal);
}

export function loadJson(address, signal) {
    return load(address, "json", signal);
}

/* Whether an error is that of a request which was given up. */
export function isAbort(error) {
    return error instanceof DOMException && error.name === "AbortError";
}

/* What is wrong where an answer is not what was asked for. */
export function failure(status) {
    return status === 0 ? NO_ANSWER : `the server answered ${status}`;
}
