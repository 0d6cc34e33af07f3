/* Another page of results in the place of the one that stands there. */
import {element} from "./element.js";

/* Tells whoever draws or adds something that results stand in the page. */
export function tellResults() {
    const results = document.getElementById("results");
    if (results) {
        document.dispatchEvent(new CustomEvent("tip:results", {detail: results}));
    }
}

/* ---- what stays as it was ---- */

/* Where the focus may be found again in another page of results: a selector; null: nowhere. */
export function focusPlace() {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused.id === "main") {
        return null;
    }
    if (focused.id) {
        return `#${CSS.escape(focused.id)}`;
    }
    const valued = focused.closest("[data-value]");
    const around = valued?.closest("[data-facet], table[id]");
    if (around) {
        const list = around.id ? `#${CSS.escape(around.id)}`
            : `[data-facet="${CSS.escape(around.dataset.facet)}"]`;
        const value = `[data-value="${CSS.escape(valued.dataset.value)}"]`;
        return `${list} a${value}, ${list} ${value} a`;
    }
    const hit = focused.closest("[data-id]");
    return hit ? `[data-id="${CSS.escape(hit.dataset.id)}"] a` : null;
}

/* Focuses a place, or, where it is not in the page, what says how many were found. */
export function focusAt(place) {
    const status = document.getElementById("status");
    const target = (place && document.querySelector(place)) || status ||
        document.getElementById("main");
    if (target === status) {
        status.tabIndex = -1;
    }
    target.focus({preventScroll: true});
}

/* A name for a part that opens and closes: that of the list or table in it. */
function detailsName(details) {
    const named = details.closest("[data-facet]");
    return named ? named.dataset.facet : details.querySelector("[id]")?.id ?? "";
}

/* Which parts of a page are open, by name. */
function openParts() {
    return new Map([...document.querySelectorAll("#main details")]
        .map((details) => [detailsName(details), details.open]));
}

let came = new Map(); /* the same, as the page came */

/* Notes what the page is like that came first. */
export function startResults() {
    came = openParts();
}

/* Opens and closes parts as somebody has done it in the page before. */
function keepParts(before) {
    const cameBefore = came;
    came = openParts();
    for (const details of document.querySelectorAll("#main details")) {
        const name = detailsName(details);
        if (before.has(name) && before.get(name) !== cameBefore.get(name)) {
            details.open = before.get(name);
        }
    }
}

/* ---- the page ---- */

/* The filters in force, which the form sends along. */
function replaceInputs(page) {
    const form = document.getElementById("search");
    for (const input of form.querySelectorAll("input[type=hidden]")) {
        input.remove();
    }
    form.append(...page.querySelectorAll("#search input[type=hidden]"));
}

/* Addresses of the same search in other forms, for feed readers. */
function replaceAlternates(page) {
    const alternates = "link[rel=alternate]";
    document.head.querySelectorAll(alternates).forEach((link) => link.remove());
    document.head.append(...page.head.querySelectorAll(alternates));
}

/* Whether a document is one of our pages. */
export function isPage(page) {
    return Boolean(page?.getElementById("main") && page.getElementById("search"));
}

/* Shows what another page shows: title, main part, filters. What is typed in the field stays, and
 * the focus where it was. */
export function showPage(page) {
    const main = document.getElementById("main");
    const isFocused = main.contains(document.activeElement);
    const place = focusPlace();
    const parts = openParts();
    document.title = page.title;
    document.body.dataset.page = page.body.dataset.page;
    replaceInputs(page);
    replaceAlternates(page);
    page.getElementById("status")?.setAttribute("aria-live", "off"); /* announce.js says it */
    main.replaceChildren(...page.getElementById("main").childNodes);
    keepParts(parts);
    main.removeAttribute("aria-busy");
    if (isFocused) {
        focusAt(place);
    }
    tellResults();
}

/* What the page says of itself, for who does not see it: how many were found, and for what, where
 * that is not what was typed. */
export function statusText() {
    const told = document.querySelectorAll("#status, #results .corrected");
    const text = [...told].map((part) => part.textContent.trim().replace(/\s+/g, " ")).join(". ");
    return text || (document.querySelector("#main h1")?.textContent.trim() ?? "");
}

/* ---- what went wrong ---- */

export function clearProblem() {
    document.getElementById("problem")?.remove();
    document.getElementById("main").removeAttribute("aria-busy");
}

/* Shows above the results, which stay, that there are no newer ones; returns what it says. */
export function showProblem(title, ...details) {
    const main = document.getElementById("main");
    clearProblem();
    main.prepend(element("div", {id: "problem", class: "problem"},
        element("p", {}, element("strong", {}, title)), ...details));
    document.dispatchEvent(new Event("tip:problem"));
    return document.getElementById("problem").innerText;
}

/* The same of a page that says what is wrong. */
export function showErrorPage(page) {
    const main = page.getElementById("main");
    const heading = main.querySelector("h1");
    heading?.remove();
    return showProblem(heading?.textContent ?? page.title, ...main.children);
}
