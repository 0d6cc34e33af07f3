/* What is said to a screen reader besides what is shown. One polite region for all of the page: a
 * region that came with what it says is often not read. */

const SETTLED_MS = 700; /* behind the last key; shorter pauses are within a slow typist's word */

let region = null;
let timer = 0;

/* Makes the region; it must stand in the page before it says anything. */
export function prepareAnnouncements() {
    region = document.createElement("p");
    region.id = "announcer";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
}

/* Says a text now. The same text again is said again: it differs by a blank that nobody hears. */
export function announce(text) {
    window.clearTimeout(timer);
    region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

/* Says a text when nothing else was to be said for a while. */
export function announceSettled(text) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => announce(text), SETTLED_MS);
}

/* What was still to be said is out of date. */
export function hush() {
    window.clearTimeout(timer);
}
