/* The passages that stand in the page, as results or to be read: elements with `data-id` that have
 * a place for actions. */
import {announce} from "./announce.js";
import {element} from "./element.js";
import {loadJson} from "./load.js";

/* All of them, the first one first. */
export function passageElements(within = document) {
    return [...within.querySelectorAll("[data-id]")].filter(actionsOf);
}

/* Where the buttons of a passage stand; null: it has no place for them. */
export function actionsOf(passage) {
    return passage.querySelector(":scope > .actions");
}

export function citationOf(passage) {
    return passage.querySelector(".citation")?.textContent.trim() ?? "";
}

/* Its heading, which tells its buttons from those of others. */
export function headingOf(passage) {
    return passage.querySelector("h1, h2, h3")?.textContent.trim() ?? "";
}

const whole = new Map(); /* texts that were asked for, by id */

/* Its whole text: a page to be read has it, results have but a part. Resolves to null when the
 * server does not give it. */
export async function textOf(passage) {
    const {id} = passage.dataset;
    const shown = passage.querySelector("blockquote");
    if (shown) {
        return shown.textContent.trim();
    }
    if (!whole.has(id)) {
        const {status, content} = await loadJson(`/passages/${id}`);
        if (status !== 200 || typeof content?.passage?.text !== "string") {
            return null;
        }
        whole.set(id, content.passage.text);
    }
    return whole.get(id);
}

/* Texts for people: line ends within a paragraph are blanks. */
export function flowing(text) {
    return text.replace(/[ \t]*\n(?!\n)[ \t]*/g, (end, at) => (text[at - 1] === "\n" ? end : " "));
}

/* Says something about a passage below its buttons, in the place of what was said before. */
export function tellAt(passage, message, ...more) {
    const actions = actionsOf(passage);
    actions.querySelector(".copied")?.remove();
    actions.append(element("div", {class: "copied"},
        element("p", {dir: "auto"}, message), ...more));
    announce(message);
}
