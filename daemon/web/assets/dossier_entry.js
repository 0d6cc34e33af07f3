/* A passage of the dossier as the dossier's page shows it. */
import {button, citationParts, element} from "./element.js";
import {stateOf} from "./dossier_check.js";
import {markdownToText} from "./quote.js";
import {quotes} from "./quote_check.js";

/* What a citation calls the passage: its innermost heading, between the last curly quotes. */
export function titleOf(entry) {
    return /.*“(.+)”/.exec(entry.citation)?.[1] ?? `Passage ${entry.id}`;
}

/* Makes an element for an entry. `act` has what its buttons and its note do: move(by), remove(),
 * quoteAll(), note(text, isDone). */
export function makeEntry(entry, act) {
    const noteId = `note-${entry.id}-${Math.random().toString(36).slice(2)}`;
    const note = element("textarea", {id: noteId, class: "note", dir: "auto", rows: "3"});
    note.addEventListener("input", () => act.note(note.value, false));
    note.addEventListener("change", () => act.note(note.value, true));
    const about = titleOf(entry);
    return element("li", {class: "entry", "data-id": entry.id},
        element("label", {for: noteId, class: "note-label"},
            "Note, which stands above the passage"),
        note,
        element("p", {class: "note-print", dir: "auto", "aria-hidden": "true"}),
        element("h2", {dir: "auto"}, element("a", {href: `/read/${entry.id}`}, about)),
        element("p", {class: "notice state", hidden: true}),
        element("p", {class: "notice misquoted", hidden: true}),
        element("p", {class: "quote-is", hidden: true},
            element("span", {}, "This part is quoted. "),
            button("Quote all of it", act.quoteAll, {"aria-label": `Quote all of it: ${about}`})),
        element("blockquote", {dir: "auto"}),
        element("p", {class: "citation", dir: "auto"}),
        element("div", {class: "actions"},
            button("Move up", () => act.move(-1),
                {class: "up", "aria-label": `Move up: ${about}`}),
            button("Move down", () => act.move(1),
                {class: "down", "aria-label": `Move down: ${about}`}),
            button("Remove", act.remove, {class: "remove", "aria-label": `Remove: ${about}`})));
}

function showState(shown, id) {
    const known = stateOf(id);
    shown.hidden = !known || known.state === "here";
    if (known?.state === "gone") {
        shown.replaceChildren("The server does not have this passage (any more). It stays here " +
            "with what was known of it.");
    } else if (known?.state === "moved") {
        shown.replaceChildren("This passage was changed in its report since: now it is ",
            element("a", {href: `/read/${known.passage.id}`}, `passage ${known.passage.id}`), ".");
    }
}

/* Why what is set as quoted is not to be passed on as a quotation; "": it is one. */
function doubtOf(entry) {
    const text = stateOf(entry.id)?.passage?.text ?? entry.text;
    if (entry.quote === "") {
        return "";
    }
    if (text === "") {
        return "Whether the passage says this is not known: its text is not here.";
    }
    return quotes(text, entry.quote) ? ""
        : "The passage does not say this: these words are not in it as they stand here.";
}

function showQuote(shown, entry) {
    const doubt = doubtOf(entry);
    const misquoted = shown.querySelector(".misquoted");
    const quoteIs = shown.querySelector(".quote-is");
    const copy = shown.querySelector(".copy-quotation");
    show(misquoted, doubt);
    misquoted.hidden = doubt === "";
    quoteIs.querySelector("span").hidden = doubt !== "";
    quoteIs.hidden = entry.quote === "";
    show(shown.querySelector("blockquote"),
        entry.quote === "" ? entry.text : markdownToText(entry.quote));
    if (copy) {
        copy.hidden = doubt !== "" || (entry.quote === "" && entry.text === "");
    }
}

function show(part, text, children = [text]) {
    if (part.textContent !== text) {
        part.replaceChildren(...children);
    }
}

/* Brings an element up to date; a note that somebody is typing stays as they type it. */
export function showEntry(shown, entry, isFirst, isLast) {
    const note = shown.querySelector(".note");
    if (note !== document.activeElement) {
        note.value = entry.note;
    }
    show(shown.querySelector(".note-print"), entry.note);
    show(shown.querySelector("h2 a"), titleOf(entry));
    const citation = entry.citation || `passage ${entry.id}`;

    showQuote(shown, entry);
    show(shown.querySelector(".citation"), citation, citationParts(citation));
    showState(shown.querySelector(".state"), entry.id);
    shown.querySelector(".up").disabled = isFirst;
    shown.querySelector(".down").disabled = isLast;
}
