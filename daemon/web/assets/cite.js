/* Buttons that copy a passage's citation, or what it says with its citation. */
import {announce} from "./announce.js";
import {copyText} from "./clipboard.js";
import {button, citationParts, element} from "./element.js";
import {actionsOf, citationOf, headingOf, passageElements, tellAt, textOf} from "./passages.js";

/* A quotation as it is pasted into a memo. Quotation marks within become single ones. */
export function quotation(text, citation) {
    const inner = text.trim().replaceAll("“", "‘").replaceAll("”", "’");
    return `“${inner}”\n${citation}`;
}

function offerByHand(passage, text) {
    const field = element("textarea", {
        readonly: true, rows: "4", "aria-label": "Text to copy",
    });
    field.value = text;
    tellAt(passage, "This browser does not let the page copy. The text is selected: copy it with " +
        "Ctrl+C, or ⌘C on a Mac.", field);
    field.focus();
    field.select();
}

/* Copies a text of which `what` is the name. */
async function copy(passage, what, text) {
    if (text === null) {
        tellAt(passage, "The passage's text could not be fetched: nothing was copied.");
    } else if (await copyText(text)) {
        tellAt(passage, `${what} copied:`, element("p", {class: "copy", dir: "auto"},
            ...citationParts(text)));
        announce(`${what} copied: ${text}`);
    } else {
        offerByHand(passage, text);
    }
}

export function copyCitation(passage) {
    return copy(passage, "Citation", citationOf(passage));
}

export async function copyQuotation(passage) {
    const text = await textOf(passage);
    return copy(passage, "Quotation with citation",
        text === null ? null : quotation(text, citationOf(passage)));
}

function addButtons(passage) {
    const about = headingOf(passage);
    actionsOf(passage).append(
        button("Copy citation", () => copyCitation(passage),
            {"aria-label": `Copy citation: ${about}`, class: "copy-citation"}),
        button("Copy quotation", () => copyQuotation(passage),
            {"aria-label": `Copy quotation with citation: ${about}`, class: "copy-quotation"}),
    );
}

/* Gives each passage within an element its buttons. */
export function addCiteButtons(within) {
    passageElements(within).forEach(addButtons);
}
