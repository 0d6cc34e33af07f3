/* The marks of a chart that stand for something found (a country, a year): links with a label that
 * shows when one is pointed at or has the focus. All of a chart's marks are one stop of the tab key;
 * arrow keys move among them, Home and End go to the one with the most and the fewest passages. */
import {element} from "./element.js";
import {setAttributes} from "./svg.js";

const STEPS = {ArrowRight: ["x", 1], ArrowLeft: ["x", -1], ArrowDown: ["y", 1], ArrowUp: ["y", -1]};

/* `root` is the chart's <svg>, `frame` the positioned element around it that gets the label. */
export class Marks {
    constructor(root, frame) {
        this.marks = [];
        this.current = null;
        this.root = root;
        this.tip = element("div", {class: "chart-tip", "aria-hidden": "true", hidden: true});
        frame.append(this.tip);
        root.addEventListener("keydown", (event) => this.#key(event));
        root.addEventListener("focusin", (event) => this.#pointed(event, true));
        root.addEventListener("pointerover", (event) => this.#pointed(event, false));
        root.addEventListener("pointerout", () => this.#rest());
        root.addEventListener("focusout", () => this.#rest());
        root.addEventListener("click", (event) => this.#click(event));
    }

    /* Each mark: `element` (<a> of SVG), `key`, `count`, `label`, `x` and `y` in pixels of the chart,
     * `href`, and `link`, where the page has a link of its own that a click shall go by. `children`
     * take the place of what the chart holds, where that is drawn anew. */
    set(marks, children = null) {
        const key = this.current?.key;
        const hadFocus = this.root.contains(document.activeElement);

        for (const mark of this.marks) {
            retire(mark.element);
        }
        this.marks = marks;
        this.current = marks.find((mark) => mark.key === key) ?? mostCounted(marks);
        for (const mark of marks) {
            this.#dress(mark);
        }
        if (children) {
            this.root.replaceChildren(...children);
        }
        if (hadFocus) {
            this.current?.element.focus({preventScroll: true});
        }
        this.#rest();
    }

    #dress(mark) {
        setAttributes(mark.element, {
            href: mark.href,
            "aria-label": mark.label,
            "aria-hidden": null,
            tabindex: mark === this.current ? 0 : -1
        });
    }

    #markOf(event) {
        return this.marks.find((mark) => mark.element.contains(event.target));
    }

    #pointed(event, isFocus) {
        const mark = this.#markOf(event);

        if (!mark) {
            return;
        }
        if (isFocus) {
            this.#moveTo(mark);
        }
        this.#tell(mark);
    }

    #moveTo(mark) {
        this.current?.element.setAttribute("tabindex", "-1");
        this.current = mark;
        mark.element.setAttribute("tabindex", "0");
    }

    /* Back to the label of what has the focus, or to none. */
    #rest() {
        const focused = this.marks.find((mark) => mark.element === document.activeElement);

        if (focused) {
            this.#tell(focused);
        } else {
            this.tip.hidden = true;
        }
    }

    #tell(mark) {
        const scale = this.root.clientWidth / (this.root.viewBox.baseVal.width || 1);
        const [x, room] = [mark.x * scale, this.root.clientWidth];

        this.tip.textContent = mark.tip ?? mark.label;
        this.tip.hidden = false;
        this.tip.style.left = `${Math.max(0, Math.min(x - this.tip.offsetWidth / 2, room - this.tip.offsetWidth))}px`;
        this.tip.style.top = `${Math.max(0, mark.y * scale - this.tip.offsetHeight - 10)}px`;
    }

    #key(event) {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
        }
        if (event.key === "Escape") {
            this.tip.hidden = true;
        }
        const next = this.#nextBy(event.key);

        if (!next) {
            return;
        }
        event.preventDefault();
        next.element.focus();
    }

    #nextBy(key) {
        if (key === "Home") {
            return mostCounted(this.marks);
        }
        if (key === "End") {
            return this.marks.reduce((a, b) => (b.count < a.count ? b : a), this.marks[0]);
        }
        if (!STEPS[key]) {
            return null;
        }
        const [axis, step] = STEPS[key];
        const order = [...this.marks].sort((a, b) => a[axis] - b[axis] || a.x - b.x || a.y - b.y);
        return order[order.indexOf(this.current) + step];
    }

    /* A plain click goes by the page's own link, which may have a script behind it. */
    #click(event) {
        const mark = this.#markOf(event);

        if (
            !mark?.link ||
            event.button ||
            event.ctrlKey ||
            event.metaKey ||
            event.shiftKey ||
            event.altKey
        ) {
            return;
        }
        event.preventDefault();
        mark.link.click();
    }
}

function mostCounted(marks) {
    return marks.reduce((a, b) => (b.count > a.count ? b : a), marks[0]) ?? null;
}

function retire(element) {
    setAttributes(element, {href: null, tabindex: null, "aria-label": null, "aria-hidden": "true"});
}
