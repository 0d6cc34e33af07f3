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

/* A button that calls act(button). */
export function button(label, act, attributes = {}) {
    const made = element("button", {type: "button", ...attributes}, label);
    made.addEventListener("click", () => act(made));
    return made;
}
