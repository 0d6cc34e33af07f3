/* Elements of SVG, and attributes that change. */

const SVG = "http://www.w3.org/2000/svg";

/* As element() makes them of HTML. */
export function svg(name, attributes = {}, ...children) {
    const made = document.createElementNS(SVG, name);

    setAttributes(made, attributes);
    made.append(...children);
    return made;
}

/* Sets what differs; null and false take an attribute away, true sets it empty. */
export function setAttributes(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        const text = value === true ? "" : String(value);

        if (value === null || value === false) {
            element.removeAttribute(name);
        } else if (element.getAttribute(name) !== text) {
            element.setAttribute(name, text);
        }
    }
}
