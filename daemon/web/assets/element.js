/* Elements made of names and texts, never of markup. */

/* An element with attributes (`null` and `false`: left out; `true`: without a value) and children:
 * elements, or texts, which stay texts. */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value !== null && value !== false) {
            made.setAttribute(key, value === true ? "" : value);
        }
    }
    made.append(...children);
    return made;
}

/* Dates, and the ids of passages, which beside letters from right to left would be shown from
 * behind. */
const APART = /(\b[0-9]{4}(?:-[0-9]{2}){1,2}\b|\bpassage [0-9a-f]{16}\b)/;

/* A citation as children of an element: the same text, each of those apart. */
export function citationParts(citation) {
    return citation.split(APART)
        .map((part, place) => (place % 2 === 1 ? element("bdi", {}, part) : part));
}

/* A button that calls act(button). */
export function button(label, act, attributes = {}) {
    const made = element("button", {type: "button", ...attributes}, label);
    made.addEventListener("click", () => act(made));
    return made;
}
