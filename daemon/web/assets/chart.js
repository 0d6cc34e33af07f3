/* What each chart is: a drawing as wide as its place, in a frame that carries the labels of its marks. */
import {element} from "./element.js";
import {Marks} from "./marks.js";
import {svg} from "./svg.js";

export class Chart {
    /* `kind` is the class of its <figure>, `drawing` and `label` the class and the name of its <svg>. */
    constructor(kind, drawing, label) {
        this.root = svg("svg", {class: drawing, role: "group", "aria-label": label});
        this.frame = element("div", {class: "chart-frame"}, this.root);
        this.element = element("figure", {class: `chart ${kind}`}, this.frame);
        this.marks = new Marks(this.root, this.frame);
        this.width = 0;
    }

    /* Draws it for a width in pixels. */
    resize(width) {
        if (width === this.width) {
            return;
        }
        this.width = width;
        this.fit();
        this.paint();
    }

    /* What hangs on the width alone. */
    fit() {}
}
