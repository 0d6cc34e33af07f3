/* Single keys, as readers of mail have them, and the dialog that tells of them. They can be
 * switched off (WCAG 2.1.4), and what is chosen stays in this browser. */
import {announce} from "./announce.js";
import {copyCitation} from "./cite.js";
import {toggle} from "./dossier.js";
import {button, element} from "./element.js";
import {actionsOf} from "./passages.js";

const SETTING = "tipsearch.keys";

/* What j and k go through. */
const STOPS = ".hit h2 a, .neighbour h3 a, #similar a, .entry h2 a";

const KEYS = [
    {key: "/", does: "go to the search field", act: () => document.getElementById("q").select()},
    {key: "j", does: "next passage", act: () => step(1)},
    {key: "k", does: "previous passage", act: () => step(-1)},
    {key: "c", does: "copy the passage's citation", act: () => withPassage(copyCitation)},
    {key: "d", does: "add the passage to the dossier, or remove it",
        act: () => withPassage(addOrRemove)},
    {key: "?", does: "show these keys", act: showKeys},
];

/* Keys that the browser has by itself. */
const OTHERS = [
    {key: "Enter", does: "open the passage"},
    {key: "↓ ↑", does: "in the search field: through the suggestions"},
    {key: "← → ↑ ↓", does: "on the map and in charts: from one mark to the next"},
    {key: "Esc", does: "close the suggestions or this window"},
];

/* Whether an element takes letters: there a key is text. */
export function takesText(target) {
    if (target?.isContentEditable || /^(?:textarea|select)$/i.test(target?.tagName ?? "")) {
        return true;
    }
    return /^input$/i.test(target?.tagName ?? "") &&
        !/^(?:checkbox|radio|button|submit|file)$/i.test(target.type);
}

/* The entry of KEYS that a key event means; undefined: none. */
export function keyOf(event) {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing &&
        !event.defaultPrevented;
    return isPlain && !takesText(event.target) ? KEYS.find(({key}) => key === event.key)
        : undefined;
}

/* ---- what keys do ---- */

function step(by) {
    const stops = [...document.querySelectorAll(STOPS)];
    const focused = document.activeElement;
    let at = stops.indexOf(focused);
    if (at < 0) {
        at = stops.indexOf(focused?.closest("[data-id]")?.querySelector("h2 a, h3 a"));
    }
    const next = at < 0 ? stops[by > 0 ? 0 : stops.length - 1] : stops[at + by];
    if (next) {
        next.focus();
        next.scrollIntoView({block: "nearest"});
    } else {
        announce(stops.length === 0 ? "There are no passages here."
            : `This is the ${by > 0 ? "last" : "first"} passage of the page.`);
    }
}

/* Does something to the passage that has the focus, or is the only one to be read here. */
function withPassage(act) {
    const focused = document.activeElement?.closest("[data-id]");
    const passage = focused && actionsOf(focused) ? focused
        : document.querySelector("article.passage");
    if (passage) {
        act(passage);
    } else {
        announce("Go to a passage first, by the key j.");
    }
}

/* On the dossier's page, the button that can be undone. */
function addOrRemove(passage) {
    const remove = passage.querySelector(".actions .remove");
    if (remove) {
        remove.click();
    } else {
        toggle(passage);
    }
}

/* ---- the setting ---- */

function areOn() {
    try {
        return window.localStorage.getItem(SETTING) !== "off";
    } catch {
        return true;
    }
}

function setOn(isOn) {
    try {
        window.localStorage.setItem(SETTING, isOn ? "on" : "off");
    } catch {
        /* it holds for this page then */
    }
}

/* ---- the dialog ---- */

function keyRow({key, does}) {
    return element("tr", {}, element("th", {scope: "row"}, element("kbd", {}, key)),
        element("td", {}, does));
}

function makeSwitch(onChange) {
    const box = element("input", {type: "checkbox", id: "keys-on"});
    box.checked = areOn();
    box.addEventListener("change", () => onChange(box.checked));
    return element("p", {}, box, " ", element("label", {for: "keys-on"}, "Single keys are on"));
}

let dialog = null;
let isOn = true;

function showKeys() {
    if (dialog === null) {
        const heading = element("h2", {id: "keys-heading"}, "Keys");
        dialog = element("dialog",
            {id: "keys", class: "keys", "aria-labelledby": "keys-heading"}, heading,
            element("table", {}, element("tbody", {}, ...[...KEYS, ...OTHERS].map(keyRow))),
            makeSwitch((isChosen) => {
                isOn = isChosen;
                setOn(isChosen);
            }),
            button("Close", () => dialog.close()));
        document.body.append(dialog);
    }
    dialog.showModal();
}

function pressed(event) {
    const found = keyOf(event);
    if (found && isOn && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        found.act();
    }
}

/* Begins to listen, and adds a button for the dialog to the head. */
export function startKeys() {
    isOn = areOn();
    document.addEventListener("keydown", pressed);
    document.querySelector("header.top nav")?.append(" ",
        button("Keys", showKeys, {id: "keys-button", class: "link"}));
}
