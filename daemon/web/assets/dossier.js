/* What every page has of the dossier: buttons at passages, and the count in the head. */
import {announce} from "./announce.js";
import {add, addQuote, has, remove} from "./dossier_entries.js";
import {store} from "./dossier_store.js";
import {button, element} from "./element.js";
import {actionsOf, citationOf, headingOf, passageElements, tellAt, textOf} from "./passages.js";
import {selectedText, textToMarkdown} from "./quote.js";

/* Entries that were taken out, by id, for as long as the page stands: so a slip loses no note. */
const removed = new Map();

function showCount() {
    const count = document.getElementById("dossier-count");
    const {length} = store().read().dossier.entries;
    if (count) {
        count.hidden = length === 0;
        count.textContent = length === 0 ? "" : String(length);
    }
}

/* A button says what it does; that it is pressed would be said twice. */
function showState(pressed, passage, dossier) {
    const isIn = has(dossier, passage.dataset.id);
    const label = isIn ? "Remove from dossier" : "Add to dossier";
    pressed.textContent = label;
    pressed.dataset.in = isIn ? "yes" : "no";
    pressed.setAttribute("aria-label", `${label}: ${headingOf(passage)}`);
}

function showStates() {
    const {dossier} = store().read();
    for (const passage of passageElements()) {
        const found = actionsOf(passage).querySelector(".to-dossier");
        if (found) {
            showState(found, passage, dossier);
        }
    }
    showCount();
}

function tellFull() {
    announce("This browser's storage is full: the dossier stays as it was. Save it as a file and " +
        "remove what you no longer need.");
    document.getElementById("dossier-full")?.remove();
    document.querySelector("header.top")?.append(element("p", {id: "dossier-full", class: "notice"},
        "This browser's storage is full: the dossier stays as it was. ",
        element("a", {href: "/dossier"}, "Save it as a file"),
        " and remove what you no longer need."));
}

function countWords() {
    const {length} = store().read().dossier.entries;
    return `The dossier has ${length} passage${length === 1 ? "" : "s"}.`;
}

async function addPassage(passage) {
    const text = await textOf(passage);
    const {id} = passage.dataset;
    const entries = removed.get(id) ?? [{id, citation: citationOf(passage), text: text ?? ""}];
    const isKept = store().change((dossier) => {
        if (!has(dossier, id)) {
            entries.forEach((entry) => add(dossier, entry));
        }
    });
    if (isKept) {
        removed.delete(id);
        passage.querySelector(".copied")?.remove();
        announce(`Added. ${countWords()}`);
    } else {
        tellFull();
    }
}

function removePassage(passage) {
    const {id} = passage.dataset;
    const entries = [];
    const isKept = store().change((dossier) => {
        for (let gone = remove(dossier, id); gone; gone = remove(dossier, id)) {
            entries.push(gone.entry);
        }
    });
    if (!isKept) {
        tellFull();
        return;
    }
    removed.set(id, entries);
    if (entries.some(({note, quote}) => note !== "" || quote !== "")) {
        tellAt(passage, "Removed from the dossier with its note. Add it again, before you leave " +
            "this page, to have the note back.");
    } else {
        announce(`Removed. ${countWords()}`);
    }
}

/* Adds the passage, or takes it out again. */
export async function toggle(passage) {
    if (!store().isAvailable) {
        return;
    }
    if (has(store().read().dossier, passage.dataset.id)) {
        removePassage(passage);
    } else {
        await addPassage(passage);
    }
}

/* Adds the passage with what is selected of it as what is quoted. */
async function quotePart(passage) {
    const part = selectedText(passage.querySelector("blockquote"));
    if (part === "") {
        tellAt(passage, "Select a part of the passage's text first, then press this again.");
        return;
    }
    const text = await textOf(passage);
    const {id} = passage.dataset;
    const quote = part === text ? "" : textToMarkdown(part);
    const isKept = store().change((dossier) => {
        addQuote(dossier, {id, citation: citationOf(passage), text}, quote);
    });
    if (isKept) {
        tellAt(passage, `In the dossier, this part is quoted: “${part}”`);
    } else {
        tellFull();
    }
}

/* Gives each passage within an element its button. */
export function addDossierButtons(within) {
    if (!store().isAvailable) {
        return;
    }
    for (const passage of passageElements(within)) {
        actionsOf(passage).append(button("", () => toggle(passage), {class: "to-dossier"}));
        if (passage.querySelector("blockquote")) {
            actionsOf(passage).append(button("Quote selected part", () => quotePart(passage),
                {class: "quote-part"}));
        }
    }
    showStates();
}

/* Begins to keep buttons and count as the dossier is, in whatever tab it is changed. */
export function followDossier() {
    store().onChange(showStates);
    showCount();
}
