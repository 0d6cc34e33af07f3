/* A world map of how many of the passages found name each country. Shapes and borders are as the atlas
 * (Natural Earth, 1:110m) draws them; what it lacks, or what is too small to be hit, is a dot. */
import "./d3_array.js";
import "./vendor/d3-geo/d3-geo.min.js";
import {Chart} from "./chart.js";
import {element} from "./element.js";
import {borders, levelOf, levelText} from "./levels.js";
import {failure, loadJson} from "./load.js";
import {PLACES} from "./places.js";
import {setAttributes, svg} from "./svg.js";
import feature from "./vendor/topojson-client/feature.js";
import mesh from "./vendor/topojson-client/mesh.js";

const {geoArea, geoCentroid, geoEqualEarth, geoPath} = globalThis.d3;
const ATLAS = new URL("./atlas.json", import.meta.url);

/* degrees: the map's edge runs through the Bering Strait and cuts no country's mainland. */
const TURN = -11;
const SMALL = 9; /* pixels: a shape less wide and high is hard to see and hit */
const NARROW = 480; /* pixels: the map of a telephone */
const LABELS = 8; /* of the most named countries that have their number written */
/* The atlas' names of what has no code, and with what it is shown. */
const SHAPES_OF_OTHERS = {"N. Cyprus": "CY", Somaliland: "SO"};
const NOTE =
    "Arrow keys walk from country to country, Enter narrows to one. A passage counts for each country " +
    "that it names. Dots: places too small for this scale. Borders are as Natural Earth (1:110m) draws " +
    "them, with no side taken in any dispute; Northern Cyprus is shaded with Cyprus, Somaliland with Somalia.";

let atlas = null; /* the promise of it */

function loadAtlas() {
    atlas ??= loadJson(ATLAS)
        .then(({status, content}) => {
            if (status !== 200) {
                throw new Error(failure(status));
            }
            return content;
        })
        .catch((error) => {
            atlas = null; /* asked again with the next results */
            throw error;
        });
    return atlas;
}

/* The shapes of each code; codes without one are dots. */
function shapesByCode(countries) {
    const byName = new Map(countries.map((shape) => [shape.id, shape]));
    const shapes = new Map();

    for (const [code, place] of Object.entries(PLACES)) {
        if (byName.has(place)) {
            shapes.set(code, [byName.get(place)]);
        }
    }
    for (const [name, code] of Object.entries(SHAPES_OF_OTHERS)) {
        if (byName.has(name)) {
            shapes.get(code).push(byName.get(name));
        }
    }
    return shapes;
}

/* Where a shape is on the globe: the middle of its largest piece, as that of France and Guiana together
 * is neither's. */
function middleOf(shape) {
    const {type, coordinates} = shape.geometry;
    const pieces = (type === "Polygon" ? [coordinates] : coordinates).map((rings) => ({
        type: "Polygon",
        coordinates: rings
    }));

    return geoCentroid(pieces.reduce((a, b) => (geoArea(b) > geoArea(a) ? b : a)));
}

export class WorldMap extends Chart {
    static async load() {
        return new WorldMap(await loadAtlas());
    }

    constructor(world) {
        super("map", "world", "World map");
        this.shapes = shapesByCode(feature(world, world.objects.countries).features);
        this.borderLines = mesh(world, world.objects.countries, (a, b) => a !== b);
        this.legend = element("ul", {class: "legend"});
        this.element.append(
            element("figcaption", {}, this.legend, element("p", {class: "note"}, NOTE))
        );
        this.#makePlaces();
        this.rows = [];
        this.live = new Set();
    }

    #makePlaces() {
        this.sphere = svg("path", {class: "sphere"});
        this.lines = svg("path", {class: "borders"});
        this.labels = svg("g", {class: "labels", "aria-hidden": "true"});
        this.places = new Map();
        this.middles = new Map(); /* longitude and latitude */
        for (const code of Object.keys(PLACES)) {
            const place = svg("a", {class: "place", "data-code": code, "aria-hidden": "true"});

            place.append(...(this.shapes.get(code) ?? []).map(() => svg("path")));
            this.places.set(code, place);
            this.middles.set(
                code,
                this.shapes.has(code) ? middleOf(this.shapes.get(code)[0]) : PLACES[code]
            );
        }
        this.root.append(this.sphere, ...this.places.values(), this.lines, this.labels);
    }

    /* `rows`: of each country that passages name its `value` (the code), `count`, `label` and `link`;
     * `live`: the codes that the results are narrowed by. */
    update(rows, live) {
        this.rows = rows;
        this.live = live;
        this.paint();
    }

    fit() {
        this.#project();
    }

    #project() {
        const projection = geoEqualEarth()
            .rotate([TURN, 0])
            .fitWidth(this.width - 2, {type: "Sphere"});
        const path = geoPath(projection.precision(0.5));
        const height = Math.ceil(path.bounds({type: "Sphere"})[1][1]) + 2;

        setAttributes(this.root, {viewBox: `0 0 ${this.width} ${height}`});
        this.sphere.setAttribute("d", path({type: "Sphere"}));
        this.lines.setAttribute("d", path(this.borderLines));
        this.points = new Map();
        for (const [code, place] of this.places) {
            this.#projectPlace(code, place, projection, path);
        }
    }

    #projectPlace(code, place, projection, path) {
        const shapes = this.shapes.get(code) ?? [];
        const point = projection(this.middles.get(code));

        shapes.forEach((shape, i) => place.children[i].setAttribute("d", path(shape)));
        place.querySelector("circle")?.remove();
        if (isSmall(shapes, path)) {
            place.append(svg("circle", {cx: point[0].toFixed(1), cy: point[1].toFixed(1)}));
        }
        this.points.set(code, point);
    }

    /* Dots above shapes, so that an island off a coast can be hit, and above dots of fewer passages; on
     * top what is narrowed to, so that no neighbour covers its outline. */
    #order(byCode) {
        const focused = this.root.contains(document.activeElement) ? document.activeElement : null;
        const rank = (code) =>
            this.live.has(code) ? Number.MAX_SAFE_INTEGER : (byCode.get(code)?.count ?? 0);
        const raised = [...this.places]
            .filter(([code, place]) => this.live.has(code) || place.querySelector("circle"))
            .sort(([a], [b]) => rank(a) - rank(b));

        raised.forEach(([, place]) => this.labels.before(place));
        focused?.focus({preventScroll: true});
    }

    paint() {
        if (!this.points) {
            return;
        }
        const known = this.rows.filter((row) => this.places.has(row.value));
        const max = Math.max(1, ...known.map((row) => row.count));
        const from = borders(max);
        const byCode = new Map(known.map((row) => [row.value, row]));

        for (const [code, place] of this.places) {
            this.#paintPlace(code, place, byCode.get(code), from);
        }
        this.#order(byCode);
        this.marks.set(known.map((row) => this.#mark(row)));
        this.#paintLabels(known);
        this.#paintLegend(from, max);
    }

    #paintPlace(code, place, row, from) {
        const level = row ? `level-${levelOf(row.count, from)}` : "plain";

        place.setAttribute("class", `place ${level}${this.live.has(code) ? " live" : ""}`);
        place.querySelector("circle")?.setAttribute("r", row ? (this.width < NARROW ? 3 : 4.5) : 1.2);
    }

    #mark(row) {
        const [x, y] = this.points.get(row.value);
        const label =
            `${row.label}: ${row.count.toLocaleString("en")} ${row.count === 1 ? "passage" : "passages"}` +
            (this.live.has(row.value) ? ", narrowed to" : "");

        return {
            element: this.places.get(row.value),
            key: row.value,
            count: row.count,
            label,
            x,
            y,
            href: row.link.href,
            link: row.link
        };
    }

    /* The numbers of the most named countries, where they do not cover each other. */
    #paintLabels(rows) {
        const most = [...rows]
            .sort((a, b) => b.count - a.count)
            .slice(0, this.width < NARROW ? LABELS / 2 : LABELS);
        const taken = [];

        this.labels.replaceChildren();
        for (const row of most) {
            const [x, y] = this.points.get(row.value);
            if (taken.some((other) => Math.abs(other[0] - x) < 26 && Math.abs(other[1] - y) < 14)) {
                continue;
            }
            taken.push([x, y]);
            const lift = this.places.get(row.value).querySelector("circle") ? -8 : 4;
            this.labels.append(
                svg(
                    "text",
                    {x: x.toFixed(1), y: (y + lift).toFixed(1)},
                    row.count.toLocaleString("en")
                )
            );
        }
    }

    #paintLegend(from, max) {
        const keys = from.map((_, i) =>
            legendKey(`level-${levelOf(from[i], from)}`, levelText(from, i, max))
        );

        this.legend.replaceChildren(
            element("li", {class: "legend-title"}, "Passages"),
            ...keys,
            legendKey("plain", "none")
        );
        if (this.live.size > 0) {
            this.legend.append(legendKey("plain live", "narrowed to"));
        }
    }
}

function legendKey(style, text) {
    const swatch = svg(
        "svg",
        {class: "swatch", width: 18, height: 12, "aria-hidden": "true"},
        svg("g", {class: `place ${style}`}, svg("rect", {x: 1, y: 1, width: 16, height: 10}))
    );

    return element("li", {}, swatch, text);
}

function isSmall(shapes, path) {
    if (shapes.length === 0) {
        return true;
    }
    const [[left, top], [right, bottom]] = path.bounds(shapes[0]);

    return right - left < SMALL && bottom - top < SMALL;
}
