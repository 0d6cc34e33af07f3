/* Lines of the share of each year's passages that each of several queries finds. */
import {Chart} from "./chart.js";
import {setAttributes, svg} from "./svg.js";
import ticks from "./vendor/d3-array/ticks.js";

const HEIGHT = 220;
const EDGE = {top: 14, right: 26, bottom: 24, left: 48};
const LETTER_HEIGHT = 13; /* pixels */
const LABEL_ROOM = 38; /* pixels that a year's figure takes */
const SHAPES = [
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
    "M-4,-4h8v8h-8z",
    "M0,-5L5,4H-5z",
    "M0,-5.5L5.5,0L0,5.5L-5.5,0z",
    "M-5,-4H5L0,5z"
];

export const SERIES_MOST = SHAPES.length;
export const FEW = 5; /* passages: the usual least count of a cell (Cochran 1954) before a share is trusted */

export function percent(share) {
    return share.toLocaleString("en", {style: "percent", maximumSignificantDigits: 2});
}

/* The sign of a series, as in the legend. */
export function seriesSign(i) {
    return svg(
        "svg",
        {class: "swatch", width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true"},
        svg(
            "g",
            {class: `series series-${i + 1}`},
            svg("path", {class: "line", d: "M1,7H33"}),
            svg("path", {class: "point", d: SHAPES[i], transform: "translate(17,7)"})
        )
    );
}

export class TrendChart extends Chart {
    constructor() {
        super("trend", "lines", "Share of each year’s passages");
        this.series = [];
    }

    /* `series`: of each query its `name`, and `points`: of each year with passages `year`, `count`, `of`
     * and `href`. */
    update(series) {
        this.series = series;
        this.paint();
    }

    #scales() {
        const points = this.series.flatMap((one) => one.points);
        const [first, last] = [
            Math.min(...points.map((p) => p.year)),
            Math.max(...points.map((p) => p.year))
        ];
        const top = Math.max(...points.map((p) => p.count / p.of), 1e-4);
        const [, step] = ticks(0, top, 4);
        const steps = Array.from({length: Math.ceil(top / step - 1e-9) + 1}, (_, i) => i * step);
        const most = steps.at(-1);
        const wide = this.width - EDGE.left - EDGE.right;

        return {
            first,
            last,
            steps,
            x: (year) => EDGE.left + (wide * (year - first)) / Math.max(last - first, 1),
            y: (share) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * share) / most,
            every: Math.ceil((LABEL_ROOM * Math.max(last - first, 1)) / wide)
        };
    }

    paint() {
        if (this.width === 0 || !this.series.some((one) => one.points.length > 0)) {
            return;
        }
        const scales = this.#scales();
        const drawn = this.series.map((one, i) => this.#drawSeries(one, i, scales));

        setAttributes(this.root, {viewBox: `0 0 ${this.width} ${HEIGHT}`});
        letterEnds(drawn);
        this.marks.set(
            drawn.flatMap((one) => one.marks),
            [this.#drawGrid(scales), ...drawn.map((one) => one.element)]
        );
    }

    #drawGrid({first, last, steps, x, y, every}) {
        const grid = svg("g", {class: "grid", "aria-hidden": "true"});

        for (const share of steps) {
            grid.append(
                svg("line", {
                    x1: EDGE.left,
                    x2: this.width - EDGE.right,
                    y1: y(share),
                    y2: y(share)
                }),
                svg("text", {class: "share", x: EDGE.left - 6, y: y(share) + 4}, percent(share))
            );
        }
        for (let year = first; year <= last; year += every) {
            grid.append(svg("text", {class: "year", x: x(year), y: HEIGHT - 6}, String(year)));
        }
        return grid;
    }

    #drawSeries({name, points}, i, {x, y}) {
        const group = svg(
            "g",
            {class: `series series-${i + 1}`},
            svg("path", {class: "line", d: linePath(points, x, y)})
        );
        const marks = points.map((point) =>
            drawPoint(name, point, i, x(point.year), y(point.count / point.of))
        );

        group.append(...marks.map((mark) => mark.element));
        return {element: group, marks};
    }
}

/* Each line's letter stands at its end, or above the one that would be covered. */
function letterEnds(drawn) {
    const ends = drawn.map(({element: group, marks}, i) => ({
        group,
        i,
        x: marks.at(-1).x,
        y: marks.at(-1).y
    }));
    let above = Infinity;

    for (const {group, i, x, y} of ends.sort((a, b) => b.y - a.y || a.i - b.i)) {
        above = Math.min(y, above - LETTER_HEIGHT);
        group.append(
            svg(
                "text",
                {class: "letter", x: x + 9, y: above + 4, "aria-hidden": "true"},
                letterOf(i)
            )
        );
    }
}

export function letterOf(i) {
    return String.fromCharCode(65 + i);
}

/* Years without passages break the line. */
function linePath(points, x, y) {
    return points
        .map((point, i) => {
            const joins = i > 0 && points[i - 1].year === point.year - 1;
            return `${joins ? "L" : "M"}${x(point.year).toFixed(1)},${y(point.count / point.of).toFixed(1)}`;
        })
        .join("");
}

function drawPoint(name, {year, count, of, href}, i, x, y) {
    const sign = svg("path", {class: count < FEW ? "point few" : "point", d: SHAPES[i]});
    const anchor = svg(
        "a",
        {
            class: "mark",
            "data-year": year,
            "data-count": count,
            "data-of": of,
            transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`
        },
        svg("circle", {class: "reach", r: 12}),
        sign
    );
    const label = `${year}: ${count.toLocaleString("en")} of ${of.toLocaleString("en")} passages, ${percent(count / of)}`;

    return {
        element: anchor,
        key: `${i} ${year}`,
        count,
        x,
        y,
        href,
        label: `${name}, ${label}`,
        tip: `${letterOf(i)} ${label}`
    };
}
