/* Columns of how many of the passages found are of each year's reports. Years between the first and the
 * last of the index that have none are there as zero. */
import {element} from "./element.js";
import {Marks} from "./marks.js";
import {setAttributes, svg} from "./svg.js";

const HEIGHT = 170;
const EDGE = {top: 22, bottom: 24, side: 4};
const WIDEST = 56; /* pixels: a column of a timeline of few years */
const LABEL_ROOM = 34; /* pixels that the figure of a year takes */
const COUNT_ROOM = 8; /* pixels that a digit takes */

export class Timeline {
    constructor() {
        this.root = svg("svg", {
            class: "timeline",
            role: "group",
            "aria-label": "Passages by year"
        });
        this.frame = element("div", {class: "chart-frame"}, this.root);
        this.element = element("figure", {class: "chart years"}, this.frame);
        this.marks = new Marks(this.root, this.frame);
        this.rows = [];
        this.width = 0;
    }

    /* `rows`: of each year its `value`, `count`, `label` and `link`; `live`: the years that the results
     * are narrowed by; `span`: the first and last year of the index, or null while it is not known. */
    update(rows, live, span) {
        this.rows = rows.filter((row) => /^\d+$/.test(row.value));
        this.live = live;
        this.span = span;
        this.#paint();
    }

    resize(width) {
        if (width === this.width) {
            return;
        }
        this.width = width;
        this.#paint();
    }

    #years() {
        const known = this.rows.map((row) => Number(row.value));
        const ends = this.span ? [...known, ...this.span] : known;
        const [first, last] = [Math.min(...ends), Math.max(...ends)];

        return ends.length > 0 ? Array.from({length: last - first + 1}, (_, i) => first + i) : [];
    }

    #paint() {
        if (this.width === 0 || !this.live) {
            return;
        }
        const years = this.#years();
        const step = (this.width - 2 * EDGE.side) / Math.max(years.length, 1);
        const max = Math.max(1, ...this.rows.map((row) => row.count));
        const scale = {
            step,
            bar: Math.min(WIDEST, step * 0.8),
            every: Math.ceil(LABEL_ROOM / step),
            high: (HEIGHT - EDGE.top - EDGE.bottom) / max
        };
        const byYear = new Map(this.rows.map((row) => [Number(row.value), row]));
        const columns = years.map((year, i) => this.#column(year, i, byYear.get(year), scale));

        setAttributes(this.root, {viewBox: `0 0 ${this.width} ${HEIGHT}`});
        this.marks.set(
            columns.filter((column) => column.link),
            [this.#baseline(), ...columns.map((column) => column.element)]
        );
    }

    #baseline() {
        const y = HEIGHT - EDGE.bottom + 0.5;

        return svg("line", {class: "axis", x1: 0, x2: this.width, y1: y, y2: y});
    }

    #column(year, i, row, {step, bar, every, high}) {
        const count = row?.count ?? 0;
        const isAsked = this.live.size === 0 || this.live.has(String(year));
        const [x, height] = [EDGE.side + step * (i + 0.5), count * high];
        const y = HEIGHT - EDGE.bottom - height;
        const anchor = svg(
            "a",
            {
                class: `column${this.live.has(String(year)) ? " live" : ""}`,
                "data-year": year,
                "data-count": count,
                "aria-hidden": "true"
            },
            svg("rect", {class: "reach", x: x - step / 2, y: 0, width: step, height: HEIGHT})
        );

        if (count > 0) {
            anchor.append(svg("rect", {class: "bar", x: x - bar / 2, y, width: bar, height}));
        }
        if (isAsked && step > COUNT_ROOM * String(count).length) {
            anchor.append(svg("text", {class: "count", x, y: y - 5}, count.toLocaleString("en")));
        }
        if (i % every === 0) {
            anchor.append(svg("text", {class: "year", x, y: HEIGHT - 7}, String(year)));
        }
        return {
            element: anchor,
            key: String(year),
            count,
            x,
            y,
            href: row?.link.href,
            link: row?.link,
            label: this.#label(year, count)
        };
    }

    #label(year, count) {
        return (
            `${year}: ${count.toLocaleString("en")} ${count === 1 ? "passage" : "passages"}` +
            (this.live.has(String(year)) ? ", narrowed to" : "")
        );
    }
}
