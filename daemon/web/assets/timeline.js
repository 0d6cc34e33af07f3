/* Columns of how many of the passages found are of each year's reports. Years between the first and the
 * last of the index that have none are there as zero. */
import {Chart} from "./chart.js";
import {setAttributes, svg} from "./svg.js";

const HEIGHT = 170;
const EDGE = {top: 22, bottom: 24, side: 4};
const WIDEST = 56; /* pixels: a column of a timeline of few years */
const LABEL_ROOM = 34; /* pixels that the figure of a year takes */
const COUNT_ROOM = 8; /* pixels that a digit takes */
const COUNT_HIGH = 14; /* and how high it is with the space around it */

export class Timeline extends Chart {
    constructor() {
        super("years", "timeline", "Passages by year");
        this.rows = [];
    }

    /* `rows`: of each year its `value`, `count`, `label` and `link`; `live`: the years that the results
     * are narrowed by; `span`: the first and last year of the index, or null while it is not known. */
    update(rows, live, span) {
        this.rows = rows.filter((row) => /^\d+$/.test(row.value));
        this.live = live;
        this.span = span;
        this.paint();
    }

    #years() {
        const known = this.rows.map((row) => Number(row.value));
        const ends = this.span ? [...known, ...this.span] : known;
        const [first, last] = [Math.min(...ends), Math.max(...ends)];

        return ends.length > 0 ? Array.from({length: last - first + 1}, (_, i) => first + i) : [];
    }

    paint() {
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
            [
                this.#baseline(),
                ...columns.map((column) => column.element),
                svg(
                    "g",
                    {class: "texts", "aria-hidden": "true"},
                    ...columns.flatMap((column) => column.texts),
                    ...this.#counts(columns, step)
                )
            ]
        );
    }

    #baseline() {
        const y = HEIGHT - EDGE.bottom + 0.5;

        return svg("line", {class: "axis", x1: 0, x2: this.width, y1: y, y2: y});
    }

    #column(year, i, row, scale) {
        const count = row?.count ?? 0;
        const x = EDGE.side + scale.step * (i + 0.5);
        const y = HEIGHT - EDGE.bottom - count * scale.high;
        const column = {year, i, count, x, y, isLive: this.live.has(String(year))};

        return {
            ...column,
            element: drawColumn(column, scale),
            texts: this.#texts(column, scale),
            key: String(year),
            href: row?.link.href,
            link: row?.link,
            label: this.#label(year, count)
        };
    }

    /* They stand beside the link, whose name says the same in words. */
    #texts({year, i, x, isLive}, {every}) {
        const style = isLive ? "year live" : "year";

        return i % every === 0 ? [svg("text", {class: style, x, y: HEIGHT - 7}, String(year))] : [];
    }

    /* The figures above columns that are as wide; the largest is there in any case, and what it would
     * cover is not. */
    #counts(columns, step) {
        const asked = columns
            .filter((column) => this.live.size === 0 || column.isLive)
            .map((column) => this.#figure(column));
        const most = asked.reduce((a, b) => (b.count > a.count ? b : a), asked[0]);
        const isFree = ({x, y, half}) =>
            step > 2 * half && (Math.abs(x - most.x) > half + most.half || y - most.y > COUNT_HIGH);

        return asked
            .filter((column) => column === most || isFree(column))
            .map(({count, x, y}) =>
                svg("text", {class: "count", x, y: y - 5}, count.toLocaleString("en"))
            );
    }

    /* Where a column's figure stands, within the chart. */
    #figure({count, x, y}) {
        const half = (COUNT_ROOM * String(count).length) / 2;

        return {count, half, x: Math.max(half, Math.min(x, this.width - half)), y};
    }

    #label(year, count) {
        return (
            `${year}: ${count.toLocaleString("en")} ${count === 1 ? "passage" : "passages"}` +
            (this.live.has(String(year)) ? ", narrowed to" : "")
        );
    }
}

function drawColumn({year, count, x, y, isLive}, {step, bar}) {
    const anchor = svg(
        "a",
        {
            class: isLive ? "column live" : "column",
            "data-year": year,
            "data-count": count,
            "aria-hidden": "true"
        },
        svg("rect", {class: "reach", x: x - step / 2, y: 0, width: step, height: HEIGHT})
    );

    if (count > 0) {
        const height = HEIGHT - EDGE.bottom - y;
        anchor.append(svg("rect", {class: "bar", x: x - bar / 2, y, width: bar, height}));
    }
    return anchor;
}
